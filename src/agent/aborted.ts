/** Rejects with the reason of the signal's abort; never resolves. */
export function rejectsWith(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    })
  })
  // What is over awaits it no more, and no error must come of that.
  aborted.catch(() => undefined)
  return aborted
}
