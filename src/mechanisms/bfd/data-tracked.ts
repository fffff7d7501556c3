import { bareAddress } from '../../model/address.ts'
import { trackedRoutes } from '../../model/route.ts'
import type { Endpoint, Node, Topology } from '../../model/topology.ts'
import { interfaceTowards } from '../bgp/data-sessions.ts'
import { bfdOf } from './data.ts'

/** A session that no protocol asks for: both ends name each other. */
export interface TrackedSession {
  readonly ends: readonly [BfdEnd, BfdEnd]
}

export interface BfdEnd {
  readonly node: Node
  readonly at: Endpoint
  /** Its own address there. */
  readonly address: string
  /** That of the other end. */
  readonly far: string
}

/** Addresses with which a node has such a session: of gateways that it tracks, and of `neighbours`. */
export const bfdPeers = (node: Node): readonly string[] => [
  ...new Set([...trackedRoutes(node).flatMap(({ via }) => via ?? []), ...(bfdOf(node)?.neighbours ?? [])]),
]

export function trackedSessionsOf({ nodes }: Pick<Topology, 'nodes'>): readonly TrackedSession[] {
  const ends = nodes.flatMap((node) => bfdPeers(node).flatMap((far) => bfdEnd(node, far) ?? []))
  return ends.flatMap((end, at): readonly TrackedSession[] => {
    const far = ends.find((one, other) => other > at && one.address === end.far && one.far === end.address)
    return far === undefined ? [] : [{ ends: [end, far] }]
  })
}

/** null: the address is on none of the node's networks. */
export function bfdEnd(node: Node, far: string): BfdEnd | null {
  const own = interfaceTowards({ interfaces: node.interfaces }, far)
  const address = own?.addresses.find((text) => interfaceTowards({ interfaces: [{ ...own, addresses: [text] }] }, far))
  if (own === null || address === undefined) return null
  return { node, at: { node: node.name, interface: own.name }, address: bareAddress(address), far }
}
