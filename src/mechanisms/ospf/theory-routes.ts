import { networkOf } from '../../model/address.ts'
import { Segments } from '../../model/segments.ts'
import type { Endpoint, Node, Topology } from '../../model/topology.ts'
import { OSPF, OSPF_DISTANCE, ospfOf, type OspfInterface } from './data.ts'
import type { DynamicRoute, NodeRoutes } from '../../theory/dynamic-route.ts'

/** Two interfaces that are neighbours while all is well. */
export interface Link {
  readonly ends: readonly [OspfEnd, OspfEnd]
}

export interface OspfEnd {
  readonly at: Endpoint
  readonly one: OspfInterface
  /** Its address on the link, without prefix length. */
  readonly address: string
}

/** What of the topology works. */
export interface Working {
  readonly link: (link: Link) => boolean
  /** The network of this interface is announced. */
  readonly network: (at: Endpoint) => boolean
}

const ALL: Working = { link: () => true, network: () => true }

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
  return [...lans.values()].flatMap(([a, b]) => (a === undefined || b === undefined ? [] : [{ ends: [a, b] as const }]))
}

/** The shortest paths of each router, or of this one, to the networks of all others (RFC 2328 16.1), as they are where so much works. */
export function ospfRoutes(topology: Topology, working: Working = ALL, of?: string): readonly NodeRoutes[] {
  const links = linksOf(topology).filter(working.link)
  const routers = topology.nodes.filter((node) => ospfOf(node) !== undefined)
  return routers
    .filter(({ name }) => of === undefined || name === of)
    .map((node) => ({ node: node.name, routes: routesOf(node, routers, links, working) }))
}

interface Reached {
  readonly cost: number
  /** Gateways of the first hop. */
  readonly vias: ReadonlySet<string>
}

function routesOf(
  node: Node,
  routers: readonly Node[],
  links: readonly Link[],
  working: Working,
): readonly DynamicRoute[] {
  const reached = shortest(node.name, links)
  const own = new Set(node.interfaces.flatMap(({ addresses }) => addresses.map(networkOf)))
  const best = new Map<string, Reached>()
  for (const router of routers) {
    const there = reached.get(router.name)
    if (router === node || there === undefined) continue
    for (const { name, cost } of ospfOf(router)?.interfaces ?? []) {
      if (!working.network({ node: router.name, interface: name })) continue
      for (const network of addressesOf(router, name).flatMap((one) => networkOf(one) ?? []))
        if (!own.has(network)) best.set(network, cheaper(best.get(network), { ...there, cost: there.cost + cost }))
    }
  }
  return [...best].map(([to, { vias }]) => ({ by: OSPF, to, vias: [...vias].sort(), distance: OSPF_DISTANCE }))
}

/** Dijkstra, with all first hops of equal cost. */
function shortest(from: string, links: readonly Link[]): ReadonlyMap<string, Reached> {
  const found = new Map<string, Reached>([[from, { cost: 0, vias: new Set() }]])
  const done = new Set<string>()
  for (;;) {
    const next = [...found].filter(([name]) => !done.has(name)).sort(([, a], [, b]) => a.cost - b.cost)[0]
    if (next === undefined) return found
    const [name, { cost, vias }] = next
    done.add(name)
    for (const { ends } of links)
      for (const [near, far] of [ends, [ends[1], ends[0]] as const]) {
        if (near.at.node !== name) continue
        const first = name === from ? new Set([far.address]) : vias
        const way = { cost: cost + near.one.cost, vias: first }
        if (!done.has(far.at.node)) found.set(far.at.node, cheaper(found.get(far.at.node), way))
      }
  }
}

function cheaper(old: Reached | undefined, way: Reached): Reached {
  if (old === undefined || way.cost < old.cost) return way
  return way.cost > old.cost ? old : { cost: old.cost, vias: new Set([...old.vias, ...way.vias]) }
}

const interfacesOf = ({ nodes }: Topology): readonly { readonly node: Node; readonly one: OspfInterface }[] =>
  nodes.flatMap((node) => (ospfOf(node)?.interfaces ?? []).map((one) => ({ node, one })))

const addressesOf = ({ interfaces }: Node, name: string): readonly string[] =>
  (interfaces.find((one) => one.name === name)?.addresses ?? []).filter((one) => !one.includes(':'))
