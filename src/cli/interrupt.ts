import { BackhoeError } from '../model/problem.ts'

/**
 * Work that Ctrl-C ends: the signal is aborted, the work cleans up, and the command ends with 130.
 * @throws BackhoeError (130) once the interrupted work is gone
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const interrupted = new BackhoeError([{ code: 'interrupted', what: 'interrupted; nothing is left behind' }], 130)
  const stop = (): void => {
    controller.abort(interrupted)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    const result = await work(controller.signal)
    controller.signal.throwIfAborted()
    return result
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}
