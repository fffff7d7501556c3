import { bareAddress, holds, isHostPrefix, parsePrefix } from '../../model/address.ts'
import type { Ns } from '../../model/time.ts'
import type { Endpoint, Interface, Node, Topology } from '../../model/topology.ts'
import { bgpOf, type BgpFeature, type BgpNeighbour } from './data.ts'

/** Two routers that name each other. */
export interface BgpSession {
  readonly ends: readonly [SessionEnd, SessionEnd]
  /** The lower hold time of both (RFC 4271 4.2). */
  readonly holdNs: Ns
}

export interface SessionEnd {
  readonly node: Node
  readonly feature: BgpFeature
  readonly at: Endpoint
  /** Its own address there. */
  readonly address: string
  /** The other end, as this one declares it. */
  readonly neighbour: BgpNeighbour
}

/** The time between two keepalives that this end sends: its own, or a third of the hold time that both agreed on (bgp_open_receive). */
export const keepaliveOf = ({ holdNs }: BgpSession, { feature }: SessionEnd): Ns =>
  Math.min(feature.keepaliveNs, Math.floor(holdNs / 3e9) * 1e9)

export function sessionsOf(topology: Topology): readonly BgpSession[] {
  const ends = topology.nodes.flatMap((node) => {
    const feature = bgpOf(node)
    return (feature?.neighbours ?? []).flatMap((neighbour): readonly SessionEnd[] => {
      const own = interfaceTowards(node, neighbour.address)
      if (feature === undefined || own === null) return []
      const address = bareAddress(own.addresses.find((text) => isIn(text, neighbour.address)) ?? '')
      return [{ node, feature, at: { node: node.name, interface: own.name }, address, neighbour }]
    })
  })
  return ends.flatMap((end, at): readonly BgpSession[] => {
    const far = ends.find(
      (one, other) => other > at && one.address === end.neighbour.address && one.neighbour.address === end.address,
    )
    return far === undefined ? [] : [{ ends: [end, far], holdNs: Math.min(end.feature.holdNs, far.feature.holdNs) }]
  })
}

/** The interface of the node on whose network the address is; null: there is none. */
export const interfaceTowards = ({ interfaces }: Pick<Node, 'interfaces'>, address: string): Interface | null =>
  interfaces.find(({ addresses }) => addresses.some((text) => isIn(text, address))) ?? null

/** Whose address it is. */
export function ownerOf({ nodes }: Topology, address: string): { readonly node: Node; readonly name: string } | null {
  for (const node of nodes)
    for (const { name, addresses } of node.interfaces)
      if (addresses.some((text) => bareAddress(text) === address)) return { node, name }
  return null
}

/** A host prefix is no network on which a neighbour could be. */
function isIn(text: string, address: string): boolean {
  const network = parsePrefix(text)
  return network !== null && !isHostPrefix(network) && holds(text, address)
}
