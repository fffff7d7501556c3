import { Segments } from '../../model/segments.ts'
import type { Endpoint, Node, Topology } from '../../model/topology.ts'
import { namedByInterface } from '../frr/data.ts'
import { containedLog } from '../frr/data-own.ts'
import { ospfOf, type OspfInterface } from './data.ts'

/** Two interfaces whose routers pass packets to each other while all is well. */
export interface Link {
  readonly ends: readonly [OspfEnd, OspfEnd]
}

export interface OspfEnd {
  readonly at: Endpoint
  readonly one: OspfInterface
  /** Its address on the link, without prefix length. */
  readonly address: string
}

export function linksOf(topology: Topology): readonly Link[] {
  const segments = new Segments(topology)
  const lans = new Map<string, OspfEnd[]>()
  for (const { node, one } of interfacesOf(topology)) {
    if (one.passive) continue
    const at = { node: node.name, interface: one.name }
    const [address = ''] = addressesOf(node, one.name)
    const lan = segments.of(at)
    lans.set(lan, [...(lans.get(lan) ?? []), { at, one, address: address.split('/')[0] ?? '' }])
  }
  // Whichever is elected: a LAN with a designated router leads from each of its routers to each other one (RFC 2328 16.1.1).
  return [...lans.values()].flatMap((ends) =>
    ends.flatMap((a, at) => ends.slice(at + 1).map((b): Link => ({ ends: [a, b] }))),
  )
}

/** A neighbour of a router, as a state names it. */
export interface Neighbour {
  readonly node: string
  /** The router's interface, and the neighbour's address behind it where there are several: `east`, `lan 10.0.0.2`. */
  readonly name: string
  readonly interface: string
  readonly address: string
  /** Its own node. */
  readonly far: string
  /** Where the router's daemon writes what becomes of it. Default: `ospfd.log`. */
  readonly log?: string
}

export function neighboursOf(topology: Topology): readonly Neighbour[] {
  const nodes = new Map(topology.nodes.map((node) => [node.name, node]))
  const logOf = (node: string): Pick<Neighbour, 'log'> => containedLog(nodes.get(node))
  return namedByInterface(
    linksOf(topology).flatMap(({ ends: [a, b] }) => [
      { ...a.at, address: b.address, far: b.at.node, ...logOf(a.at.node) },
      { ...b.at, address: a.address, far: a.at.node, ...logOf(b.at.node) },
    ]),
  )
}

const interfacesOf = ({ nodes }: Topology): readonly { readonly node: Node; readonly one: OspfInterface }[] =>
  nodes.flatMap((node) => (ospfOf(node)?.interfaces ?? []).map((one) => ({ node, one })))

export const addressesOf = ({ interfaces }: Node, name: string): readonly string[] =>
  (interfaces.find((one) => one.name === name)?.addresses ?? []).filter((one) => !one.includes(':'))
