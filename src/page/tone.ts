/** `bad`: nothing passes; `carries`: traffic passes or is sent there; `waits`: it stands by, or is on its way. */
export type Tone = 'bad' | 'carries' | 'waits'

const BAD = /fault|down|no carrier|lost|failed|disabled|idle/i
const CARRIES = /^(master|up|active|forwarding|full|established|sending|distributing)$|collecting/i

/** By the words of the field, which all mechanisms use. */
export function toneOf({ watch }: { readonly watch: string }, state: string): Tone {
  if (BAD.test(state)) return 'bad'
  return CARRIES.test(state) || watch === 'bondActive' ? 'carries' : 'waits'
}
