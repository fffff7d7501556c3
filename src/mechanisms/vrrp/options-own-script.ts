import { seconds } from '../../model/time.ts'
import type { Reach, Script } from './data.ts'
import type { Statement } from './options-statements.ts'

/** ping's own (iputils): an answer counts for so long where -W is absent. */
const PATIENCE_S = 10

/** A `vrrp_script`: a single ping of one address, or another program. */
export interface Asked {
  readonly script: Reach | Script
  /** Where an instance says nothing else; 0: none. */
  readonly weight: number
}

/** null: it is not understood. keepalived's defaults: every second, one failure is a FAULT or changes the priority by its weight, one success ends it. */
export function scriptOf({ block }: Statement): Asked | null {
  const said = (name: string): string | undefined =>
    block
      .findLast(({ words }) => words[0] === name)
      ?.words.slice(1)
      .join(' ')
  const known = ['script', 'interval', 'timeout', 'fall', 'rise', 'weight', 'user']
  const weight = Number(said('weight') ?? 0)
  if (block.some(({ words: [word = ''] }) => !known.includes(word)) || !Number.isInteger(weight)) return null
  const command = said('script') ?? ''
  const [intervalS = 0, fall = 0, rise = 0] = ['interval', 'fall', 'rise'].map((name) => Number(said(name) ?? 1))
  const endsS = Number(said('timeout') ?? intervalS)
  if (![intervalS, fall, rise, endsS].every((value) => Number.isInteger(value) && value >= 1) || command === '')
    return null
  const more = { intervalNs: seconds(intervalS), fall, rise }
  const ping = pingOf(command)
  // keepalived ends a script at its own timeout, which counts as a failure, and the interval is the longest.
  const patienceS = Math.min(ping?.patienceS ?? Infinity, endsS)
  const script =
    ping !== null && patienceS < intervalS
      ? { address: ping.address, timeoutNs: Math.round(patienceS * 1e9), ...more }
      : { command, timeoutNs: seconds(endsS), ...more }
  return { script, weight }
}

/** `/bin/ping -n -q -c 1 -W 0.5 10.0.9.1`. */
function pingOf(command: string): { readonly address: string; readonly patienceS: number } | null {
  const found = /^(?:\/usr)?(?:\/bin\/)?ping((?:\s+-(?:n|q|4|[cW]\s*[\d.]+))*)\s+(\d+(?:\.\d+){3})$/.exec(
    command.trim(),
  )
  const [, options = '', address] = found ?? []
  if (address === undefined || !/-c\s*1(?![\d.])/.test(options)) return null
  return { address, patienceS: Number(/-W\s*([\d.]+)/.exec(options)?.[1] ?? PATIENCE_S) }
}
