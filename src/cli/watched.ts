import type { PreparedRun } from '../run/prepare.ts'
import { run } from '../run/api.ts'
import type { RunEvent, RunResult } from '../report/run-event.ts'
import { LiveLines } from './live-lines.ts'
import { Progress } from './progress.ts'
import { terminalStyle } from './terminal.ts'

export const INTERRUPTED = 130

/** How a run is shown while it goes on. */
export interface Display {
  readonly live: LiveLines
  /** Nothing is said of its progress. */
  readonly quiet: boolean
}

export const onStandardError = (quiet = false): Display => ({
  live: new LiveLines(process.stderr, { live: !quiet && terminalStyle(process.stderr).live }),
  quiet,
})

/** Runs a prepared lab with its progress on the standard error; Ctrl-C ends it. `show` gets every event. */
export async function watched(
  prepared: PreparedRun,
  { live, quiet }: Display,
  show: (event: RunEvent) => void | Promise<void>,
): Promise<RunResult> {
  const progress = quiet ? null : new Progress(live, terminalStyle(process.stderr))
  const interrupt = onInterrupt(live)
  try {
    const running = run(prepared, { signal: interrupt.signal })
    for await (const event of running) {
      if (event.kind === 'run-ended') interrupt.release()
      progress?.show(event)
      await show(event)
    }
    return await running.result
  } finally {
    interrupt.release()
    live.close()
  }
}

/** The first Ctrl-C stops the guests and tells what was measured; the second leaves at once. */
function onInterrupt(live: LiveLines): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    live.print('\ninterrupted: stopping the guests; once more to leave at once')
    controller.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return { signal: controller.signal, release: () => process.off('SIGINT', stop).off('SIGTERM', stop) }
}
