import type { Node } from '../../model/topology.ts'
import type { Span } from '../../theory/change.ts'
import { bfdOf } from './data.ts'

/**
 * From when the packets of `from` are lost until `at` declares it dead: its multiplier times the interval that both agree on, the longer one
 * (RFC 5880 6.8.4, 6.8.7), counted from its last packet, which came up to an interval before. Jitter makes intervals shorter, never
 * longer. null: they have no session.
 */
export function detectionOf(at: Node, from: Node): Span | null {
  const [own, its] = [bfdOf(at), bfdOf(from)]
  if (own === undefined || its === undefined) return null
  const intervalNs = Math.max(own.intervalNs, its.intervalNs)
  return { lowNs: (its.multiplier - 1) * intervalNs, highNs: its.multiplier * intervalNs }
}
