import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'
import type { Span } from '../../theory/change.ts'
import { bfdOf, type BfdFeature } from './data.ts'

/** What has become of the two ways between an end and its neighbour. */
export interface Contact {
  /** Packets of the neighbour still come. */
  readonly receives: boolean
  /** The neighbour's programs stand still: its kernel sends echoes back all the same. */
  readonly hangs: boolean
}

/**
 * When `end` notices that its neighbour `far` is lost. Where it misses the neighbour's packets, by them; where it is not heard itself,
 * the neighbour reports at once that it misses them (RFC 5880 6.8.6). Echoes take both ways, so that each end misses its own.
 * null: they have no session.
 */
export function detectionOf(end: Node, far: Node, { receives, hangs }: Contact): Span | null {
  const [own, its] = [bfdOf(end), bfdOf(far)]
  if (own === undefined || its === undefined) return null
  const control = missed(receives ? own : its, Math.max(own.intervalNs, its.intervalNs))
  const echoes = hangs ? [] : [echoOf(own, its), ...(receives ? [echoOf(its, own)] : [])]
  return earliest([control, ...echoes.filter((one) => one !== null)])
}

/** The soonest that either end can lose the other one; null: they have no session. */
export function soonestNs(a: Node, b: Node): Ns | null {
  const way = { receives: false, hangs: false }
  const all = [detectionOf(a, b, way), detectionOf(b, a, way)].filter((one) => one !== null)
  return all.length === 0 ? null : Math.min(...all.map(({ lowNs }) => lowNs))
}

/**
 * From when the packets of an end are lost until the other one declares it dead: its multiplier times the interval that both agree
 * on, the longer one (RFC 5880 6.8.4, 6.8.7), counted from its last packet, which came up to an interval before. Jitter makes intervals
 * shorter, never longer.
 */
const missed = ({ multiplier }: BfdFeature, intervalNs: Ns): Span => ({
  lowNs: (multiplier - 1) * intervalNs,
  highNs: multiplier * intervalNs,
})

/** The same of what an end sends to itself by way of the other one, whose multiplier counts (bfdd/bfd.c: ptm_bfd_echo_start). */
const echoOf = (own: BfdFeature, its: BfdFeature): Span | null =>
  own.echoNs === undefined || its.echoNs === undefined ? null : missed(its, Math.max(own.echoNs, its.echoNs))

/** The first of them ends the session. */
const earliest = (spans: readonly Span[]): Span => ({
  lowNs: Math.min(...spans.map(({ lowNs }) => lowNs)),
  highNs: Math.min(...spans.map(({ highNs }) => highNs)),
})
