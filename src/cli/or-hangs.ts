export const HANGS = Symbol('hangs')

/** What the work resolves to; HANGS once Node's loop runs dry: then nothing is left that could settle it, and Node would end with 13. */
export async function orHangs<Result>(work: Promise<Result>): Promise<Result | typeof HANGS> {
  let ranDry = (): void => undefined
  const hung = new Promise<typeof HANGS>((resolve) => {
    ranDry = () => {
      // A turn more of the loop, at whose end `beforeExit` comes again: the next one may hang, too.
      setImmediate(resolve, HANGS)
    }
  })
  process.once('beforeExit', ranDry)
  try {
    return await Promise.race([work, hung])
  } finally {
    process.off('beforeExit', ranDry)
  }
}
