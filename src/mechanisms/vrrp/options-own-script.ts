import { seconds } from '../../model/time.ts'
import type { Reach } from './data.ts'
import type { Statement } from './options-statements.ts'

/** ping's own (iputils): an answer counts for so long where -W is absent. */
const PATIENCE_S = 10

/**
 * A `vrrp_script` that asks one address by a single ping; null: what another program finds is not known. keepalived's defaults:
 * every second, one failure is a FAULT or changes the priority by its weight, one answer ends it.
 */
export function reachOf({ block }: Statement): Reach | null {
  const said = (name: string): string | undefined =>
    block
      .findLast(({ words }) => words[0] === name)
      ?.words.slice(1)
      .join(' ')
  const known = ['script', 'interval', 'timeout', 'fall', 'rise', 'weight', 'user']
  const weight = Number(said('weight') ?? 0)
  if (block.some(({ words: [word = ''] }) => !known.includes(word)) || !Number.isInteger(weight)) return null
  const ping = pingOf(said('script') ?? '')
  const [intervalS, fall, rise] = [said('interval'), said('fall'), said('rise')].map((text) => Number(text ?? 1))
  if (ping === null || intervalS === undefined || fall === undefined || rise === undefined) return null
  // keepalived ends a script at its own timeout, which counts as a failure, and the interval is the longest.
  const patienceS = Math.min(ping.patienceS, Number(said('timeout') ?? intervalS))
  if (![intervalS, fall, rise].every((value) => Number.isInteger(value) && value >= 1) || !(patienceS < intervalS))
    return null
  const timers = { intervalNs: seconds(intervalS), timeoutNs: Math.round(patienceS * 1e9), fall, rise }
  return { address: ping.address, ...timers, ...(weight === 0 ? {} : { weight }) }
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
