import { isIPv4 } from 'node:net'
import { isRecord } from '../../model/shown.ts'
import type { Weighed } from './data.ts'
import type { Parameters } from '../../compose/parameters.ts'

const MOST = 253

export interface Track {
  readonly track: readonly string[]
  readonly weighed?: readonly Weighed[]
}

/** `track`: names, and interfaces with a weight. */
export function readTrack(parameters: Parameters): Track {
  const weighed = parameters.inners('track', isWeighed).map((item): Weighed => {
    const one = { interface: item.named('interface') ?? '', weight: readWeight(item) }
    item.rejectUnknown()
    return one
  })
  const names = parameters.list('track').filter((item) => !isWeighed(item))
  return { track: parameters.namesOf('track', names), ...(weighed.length === 0 ? {} : { weighed }) }
}

const isWeighed = (item: unknown): boolean => isRecord(item) && !('name' in item)

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
