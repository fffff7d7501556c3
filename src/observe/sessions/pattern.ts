/** Prime, so that no buffer size hides a shift. */
const PERIOD = 251
const BLOCK = Buffer.from(Array.from({ length: PERIOD * 320 }, (_, at) => at % PERIOD))

/** Bytes that both ends know: byte k of a session is k modulo 251. At most 64 kB at once. */
export const patternAt = (offset: number, length: number): Buffer =>
  BLOCK.subarray(offset % PERIOD, (offset % PERIOD) + length)

export const followsPattern = (offset: number, bytes: Buffer): boolean => patternAt(offset, bytes.length).equals(bytes)
