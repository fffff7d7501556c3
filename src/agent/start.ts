import type { Operation } from '../model/operation.ts'
import type { Clock } from '../linux/clock.ts'
import type { Executor } from '../inject/executor.ts'
import type { Watcher } from '../observe/watcher.ts'

interface Starting {
  readonly executor: Executor
  readonly watcher: Watcher
  readonly clock: Clock
}

/**
 * Starts daemons, some of them only after what is waited for before them.
 * @throws BackhoeError (70) with the state wanted and the state seen
 */
export async function startDaemons(
  daemons: readonly Operation[],
  { executor, watcher, clock }: Starting,
): Promise<void> {
  let from = 0
  for (const [at, one] of daemons.entries()) {
    if (one.op !== 'wait') continue
    executor.apply(daemons.slice(from, at))
    await watcher.waitFor(one.wait, clock.now() + one.deadlineNs)
    from = at + 1
  }
  executor.apply(daemons.slice(from))
}
