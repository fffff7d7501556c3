import type { Ns } from '../model/time.ts'

/** Takes bytes as they come and gives each whole line, with the instants of the piece that ends it. */
export function linesOf(
  take: (line: string, atNs: Ns, sinceNs: Ns) => void,
): (bytes: Uint8Array, atNs: Ns, sinceNs: Ns) => void {
  let rest = ''
  return (bytes, atNs, sinceNs) => {
    const lines = (rest + Buffer.from(bytes).toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line, atNs, sinceNs)
  }
}
