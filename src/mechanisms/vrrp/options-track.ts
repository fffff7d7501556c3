import { isIPv4 } from 'node:net'
import { isRecord } from '../../model/record.ts'
import { formatNs, seconds, type Ns } from '../../model/time.ts'
import type { Script, Vmac, Weighed } from './data.ts'
import type { Parameters } from '../../words/parameters.ts'

const MOST = 253
const COUNT = { min: 1, max: 100 } as const

export interface Track {
  readonly track: readonly string[]
  readonly weighed?: readonly Weighed[]
  readonly scripts?: readonly Script[]
}

/** `track`: names, interfaces with a weight, and scripts. */
export function readTrack(parameters: Parameters): Track {
  const scripts = parameters.inners('track', isScript).map(readScript)
  const weighed = parameters.inners('track', isWeighed).map((item): Weighed => {
    const one = { interface: item.named('interface') ?? '', weight: readWeight(item) }
    item.rejectUnknown()
    return one
  })
  const names = parameters.list('track').filter((item) => !isWeighed(item) && !isScript(item))
  return {
    track: parameters.namesOf('track', names),
    ...(weighed.length === 0 ? {} : { weighed }),
    ...(scripts.length === 0 ? {} : { scripts }),
  }
}

const isScript = (item: unknown): boolean => isRecord(item) && 'script' in item
const isWeighed = (item: unknown): boolean => isRecord(item) && !('name' in item) && !isScript(item)

/** A `TrackedScript`. keepalived reads its times as whole seconds, and a command as one line in quotes. */
function readScript(parameters: Parameters): Script {
  const command = parameters.text('script') ?? ''
  if (command.trim() === '' || /["\n]/.test(command))
    parameters.problem(
      'bad-script',
      parameters.describe('script'),
      { allowed: 'a program and its arguments in one line, without double quotes' },
      'script',
    )
  const intervalNs = wholeSeconds(parameters, 'interval', '1s')
  const timeoutNs = parameters.has('timeout') ? wholeSeconds(parameters, 'timeout', '1s') : intervalNs
  if (timeoutNs > intervalNs)
    parameters.problem(
      'timeout-above-interval',
      `${parameters.describe('timeout')}, and the interval is ${formatNs(intervalNs)}`,
      { allowed: 'a timeout up to the interval: keepalived skips a run while the last one goes on' },
      'timeout',
    )
  const script = {
    command,
    ...{ intervalNs, timeoutNs },
    fall: parameters.integer('fall', 1, COUNT),
    rise: parameters.integer('rise', 1, COUNT),
    ...(parameters.has('weight') ? { weight: readWeight(parameters) } : {}),
  }
  parameters.rejectUnknown()
  return script
}

const wholeSeconds = (parameters: Parameters, name: string, fallback: '1s'): Ns =>
  parameters.duration(name, fallback, { max: seconds(255), whole: 'seconds' })

/** keepalived's: ±254 would make an address owner of it, or switch it off. */
export function readWeight(parameters: Parameters): number {
  const weight = parameters.integer('weight', 0, { min: -MOST, max: MOST })
  if (weight !== 0) return weight
  const allowed = `a whole number from ${String(-MOST)} to ${String(MOST)}, and not 0`
  parameters.problem('out-of-range', parameters.describe('weight'), { allowed }, 'weight')
  return -1
}

/** `peers`: IPv4 addresses. */
export function readPeers(parameters: Parameters): readonly string[] {
  const peers = parameters.names('peers')
  const bad = peers.find((peer) => !isIPv4(peer))
  const allowed = 'IPv4 addresses without prefix length, one at least'
  if (bad !== undefined) parameters.problem('bad-address', `a peer is '${bad}'`, { allowed }, 'peers')
  else if (peers.length === 0) parameters.problem('bad-address', 'there are no peers', { allowed }, 'peers')
  return peers.filter((peer) => isIPv4(peer))
}

/** `useVmac` and `vmacXmitBase`: keepalived sends to peers from the interface alone. */
export function readVmac(parameters: Parameters): { readonly vmac?: Vmac } {
  const isUsed = parameters.boolean('useVmac', false)
  const xmitBase = parameters.boolean('vmacXmitBase', false)
  const need = (what: string, next: string): void => {
    parameters.problem('virtual-mac', what, { next }, 'vmacXmitBase')
  }
  if (xmitBase && !isUsed) need(`${parameters.describe('vmacXmitBase')}, but useVmac is not`, 'add useVmac: true')
  if (isUsed && !xmitBase && parameters.has('peers'))
    need(`${parameters.describe('useVmac')}, and there are peers`, 'add vmacXmitBase: true')
  return isUsed ? { vmac: { xmitBase } } : {}
}
