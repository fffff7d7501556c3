import { networkOf } from '../../model/address.ts'
import type { Endpoint, Node, Topology } from '../../model/topology.ts'
import { addressesOf, linksOf, type Link, type OspfEnd } from './data-links.ts'
import { BACKBONE, OSPF, OSPF_DISTANCE, ospfOf } from './data.ts'
import type { DynamicRoute, NodeRoutes } from '../../theory/dynamic-route.ts'

/** What the routers announce. */
export interface Working {
  /** The link to the neighbour at this interface. */
  readonly link: (at: Endpoint) => boolean
  /** The network of this interface is announced. */
  readonly network: (at: Endpoint) => boolean
}

const ALL: Working = { link: () => true, network: () => true }

/** The routes of each router, or of this one, to the networks of all others, as they are where so much works. */
export function ospfRoutes(topology: Topology, working: Working = ALL, of?: string): readonly NodeRoutes[] {
  const areas = new Areas(topology, working)
  return topology.nodes
    .filter((node) => ospfOf(node) !== undefined && (of === undefined || node.name === of))
    .map((node) => ({ node: node.name, routes: routesOf(node, areas) }))
}

interface Reached {
  readonly cost: number
  /** Gateways of the first hop. */
  readonly vias: ReadonlySet<string>
}

/** By network. */
type Table = ReadonlyMap<string, Reached>

function routesOf(node: Node, areas: Areas): readonly DynamicRoute[] {
  const own = new Set(node.interfaces.flatMap(({ addresses }) => addresses.map(networkOf)))
  return [...areas.table(node)]
    .filter(([to]) => !own.has(to))
    .map(([to, { vias }]) => ({ by: OSPF, to, vias: [...vias].sort(), distance: OSPF_DISTANCE }))
}

/** The shortest paths within each area (RFC 2328 16.1), and what area border routers announce between them (12.4.3, 16.2). */
class Areas {
  readonly #working: Working
  readonly #hops: readonly Hop[]
  readonly #routers: readonly Node[]
  readonly #borders: readonly Node[]

  constructor(topology: Topology, working: Working) {
    this.#working = working
    this.#hops = hopsOf(linksOf(topology), working)
    this.#routers = topology.nodes.filter((node) => ospfOf(node) !== undefined)
    this.#borders = this.#routers.filter((node) => areasOf(node).length > 1)
  }

  /** A way within its areas is taken before any that leaves them (RFC 2328 11). */
  table(node: Node): Table {
    const inside = this.#inside(node, areasOf(node))
    if (this.#borders.length === 0) return inside
    // A border router hears of other areas from the backbone alone.
    const [area = BACKBONE] = areasOf(node).includes(BACKBONE) ? [BACKBONE] : areasOf(node)
    const found = new Map(inside)
    const reached = shortest(node.name, this.#in(area))
    for (const border of this.#borders) {
      const there = reached.get(border.name)
      if (border === node || there === undefined) continue
      for (const [to, { cost }] of this.#summaries(border, area))
        if (!inside.has(to)) found.set(to, cheaper(found.get(to), { ...there, cost: there.cost + cost }))
    }
    return found
  }

  /** What a border router announces of its other areas: to the backbone what lies inside of them, to others all that it knows. */
  #summaries(border: Node, into: string): Table {
    const others = areasOf(border).filter((area) => area !== into)
    const found = new Map(into === BACKBONE ? this.#inside(border, others) : this.table(border))
    for (const to of this.#inside(border, [into]).keys()) found.delete(to)
    return found
  }

  /** Within these areas; its own networks, too. */
  #inside(node: Node, areas: readonly string[]): Table {
    const best = new Map<string, Reached>()
    for (const area of areas) {
      const reached = shortest(node.name, this.#in(area))
      for (const router of this.#routers) {
        const there = reached.get(router.name)
        if (there === undefined) continue
        for (const { name, cost, area: its } of ospfOf(router)?.interfaces ?? []) {
          if (its !== area || !this.#working.network({ node: router.name, interface: name })) continue
          for (const network of addressesOf(router, name).flatMap((one) => networkOf(one) ?? []))
            best.set(network, cheaper(best.get(network), { ...there, cost: there.cost + cost }))
        }
      }
    }
    return best
  }

  readonly #in = (area: string): readonly Hop[] => this.#hops.filter(({ near }) => near.one.area === area)
}

/** A link one way. */
interface Hop {
  readonly near: OspfEnd
  readonly far: OspfEnd
}

/**
 * A router uses a link that it announces if its neighbour announces one to it, whichever: beside a parallel one it goes on with a link
 * that the neighbour alone has lost (RFC 2328 16.1 (2b); ospfd/ospf_spf.c: ospf_lsa_has_link).
 */
function hopsOf(links: readonly Link[], working: Working): readonly Hop[] {
  const announced = links
    .flatMap(({ ends: [a, b] }): readonly Hop[] => [
      { near: a, far: b },
      { near: b, far: a },
    ])
    .filter(({ near }) => working.link(near.at))
  const key = (from: OspfEnd, to: OspfEnd): string => `${from.at.node} ${to.at.node} ${from.one.area}`
  const pairs = new Set(announced.map(({ near, far }) => key(near, far)))
  return announced.filter(({ near, far }) => pairs.has(key(far, near)))
}

const areasOf = (node: Node): readonly string[] => [
  ...new Set((ospfOf(node)?.interfaces ?? []).map(({ area }) => area)),
]

/** Dijkstra, with all first hops of equal cost. */
function shortest(from: string, hops: readonly Hop[]): ReadonlyMap<string, Reached> {
  const found = new Map<string, Reached>([[from, { cost: 0, vias: new Set() }]])
  const done = new Set<string>()
  for (;;) {
    const next = [...found].filter(([name]) => !done.has(name)).sort(([, a], [, b]) => a.cost - b.cost)[0]
    if (next === undefined) return found
    const [name, { cost, vias }] = next
    done.add(name)
    for (const { near, far } of hops) {
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
