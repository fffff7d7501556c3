import { setTimeout as timeout } from 'node:timers/promises'
import type { Ns } from '../model/time.ts'
import type { Clock } from './clock.ts'

/** Node's timers are of whole milliseconds and may fire early or late: the last bit is slept on the clock itself. */
const BLOCKING_NS = 3e6

/** Resolves at the instant, to a few microseconds; the event loop runs until shortly before, and then `sleepUntil` blocks. */
export async function until(
  clock: Pick<Clock, 'now'>,
  at: Ns,
  { sleepUntil }: { readonly sleepUntil: (at: Ns) => void },
): Promise<void> {
  for (let left = at - clock.now(); left > BLOCKING_NS; left = at - clock.now()) {
    await timeout(Math.floor((left - BLOCKING_NS) / 1e6) + 1)
  }
  if (at > clock.now()) sleepUntil(at)
}

/** Resolves some time at or after the instant; for waits whose end nobody measures. */
export async function after(clock: Clock, at: Ns): Promise<void> {
  for (let left = at - clock.now(); left > 0; left = at - clock.now()) await timeout(Math.max(1, Math.ceil(left / 1e6)))
}
