import { bareAddress, hostPrefix, isHostPrefix, overlaps, parsePrefix } from '../model/address.ts'
import { gatewaysOf, untrackedRoutes, type Refusal, type Rule } from '../model/route.ts'
import type { Endpoint, Node } from '../model/topology.ts'
import { markOf } from './marks.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/** As it is when a node routes it. */
export interface RoutedPacket {
  readonly source: string
  readonly target: string
  /** Where it came in; null: the node sends it itself. */
  readonly ingress: Endpoint | null
}

/** Where a node sends a packet next. */
export interface Next {
  /** Gateways of equal cost, or its target itself on a network of the node's; none: there is no route, or it is refused. */
  readonly hops: readonly NextHop[]
  /** The destination of that route, where a protocol maintains it. */
  readonly dynamic: string | null
  /** The route refuses what it leads. */
  readonly refuses: Refusal | null
}

interface NextHop {
  /** What is asked for on the LAN. */
  readonly address: string
  readonly egress: Endpoint
}

const NOWHERE: Next = { hops: [], dynamic: null, refuses: null }

/** By the first table that has a route for it (net/core/fib_rules.c: fib_rules_lookup). */
export function nextHops(world: World, node: Node, packet: RoutedPacket): Next {
  const asked = (node.rules ?? []).filter((rule) => matches(node, rule, packet)).map(({ table }) => table)
  for (const table of [...asked, undefined]) {
    const next = lookup(world, node, packet, table)
    if (next !== null) return next
  }
  return NOWHERE
}

function matches(node: Node, { from, to, iif, mark }: Rule, { source, target, ingress }: RoutedPacket): boolean {
  return (
    (from === undefined || isWithin(source, from)) &&
    (to === undefined || isWithin(target, to)) &&
    (iif === undefined || iif === ingress?.interface) &&
    (mark === undefined || mark === markOf(node, ingress))
  )
}

export function isWithin(address: string, network: string): boolean {
  const [one, all] = [address, network].map((text) => parsePrefix(text.includes('/') ? text : hostPrefix(text)))
  return one != null && all != null && one.bits >= all.bits && overlaps(one, all)
}

/** How zebra reads the metric of a route that the kernel was given beside it: its highest byte is the distance (zebra/rt_netlink.c). */
const distanceOf = (metric: number): number => Math.floor(metric / 2 ** 24)

interface Candidate {
  readonly to: string
  /** Of several routes to one destination that with the least distance, then metric. */
  readonly distance: number
  readonly metric: number
  readonly isDynamic: boolean
  readonly refuses: Refusal | null
  /** Those that can be used now; a table may hold thousands of routes, so only those of the few that match are looked up. */
  readonly hops: () => readonly NextHop[]
}

/** What a table holds: of main the routes of protocols, too. */
function candidates(
  world: World,
  node: Node,
  { target, source }: Asked,
  table: number | undefined,
): readonly Candidate[] {
  const by = (gateways: readonly string[]): readonly NextHop[] =>
    gateways.flatMap((address) => {
      const egress = egressTo(world, node, address, source) ?? directTo(world, node, address)
      return egress === null ? [] : [{ address, egress }]
    })
  const own = untrackedRoutes(node)
    .filter((route) => route.table === table)
    .map(({ to, metric = 0, refuse, device, ...route }): Candidate => {
      const gateways = gatewaysOf(route)
      const fixed = (egress: Endpoint): readonly NextHop[] =>
        world.leftOut(egress)
          ? []
          : (gateways.length === 0 ? [target] : gateways).map((address) => ({ address, egress }))
      const all = () => (device === undefined ? by(gateways) : fixed(on(node.name, device)))
      const { group } = route
      const hops = () =>
        group === undefined ? all() : all().filter(({ egress }) => !world.nexthopsRemoved(egress, group.type))
      return { to, metric, distance: distanceOf(metric), isDynamic: false, refuses: refuse ?? null, hops }
    })
  if (table !== undefined) return own
  const dynamic = world.dynamicRoutes(node.name).map(({ to, vias, distance, metric = 0 }) => ({
    to,
    distance: distance + distanceOf(metric),
    metric,
    isDynamic: true,
    refuses: null,
    hops: () => by(vias),
  }))
  return [...own, ...dynamic]
}

interface Asked {
  readonly target: string
  /** The node's own packet's; null: it forwards it. */
  readonly source: string | null
}

/**
 * The longest prefix, then the least distance and metric, of those that can be used; main has the networks that the node is in, of
 * metric 0. One that refuses ends the search. null: this table has no route (net/ipv4/fib_trie.c: fib_table_lookup).
 */
function lookup(world: World, node: Node, packet: RoutedPacket, table: number | undefined): Next | null {
  const asked: Asked = { target: packet.target, source: packet.ingress === null ? packet.source : null }
  const address = parsePrefix(hostPrefix(packet.target))
  if (address === null) return null
  const lan = table === undefined ? connected(world, node, asked.target, asked.source) : null
  const direct: Next | null = lan && { ...NOWHERE, hops: [{ address: asked.target, egress: lan.egress }] }
  const ranked = candidates(world, node, asked, table)
    .flatMap((one) => {
      const prefix = one.to === 'default' ? null : parsePrefix(one.to)
      const isMatch =
        one.to === 'default' || (prefix !== null && prefix.bits <= address.bits && overlaps(prefix, address))
      return isMatch ? [{ ...one, bits: prefix?.bits ?? 0 }] : []
    })
    .toSorted((a, b) => b.bits - a.bits || a.distance - b.distance || a.metric - b.metric)
  for (const { bits, to, isDynamic, refuses, hops: usable } of ranked) {
    if (lan !== null && lan.bits >= bits) return direct
    if (refuses !== null) return { ...NOWHERE, refuses }
    const hops = usable()
    if (hops.length > 0) return { hops, dynamic: isDynamic ? to : null, refuses: null }
  }
  return direct
}

/** The interface whose network holds the address, unless it is left out; the one with the source's own address before others. */
export const egressTo = (world: World, node: Node, target: string, source: string | null): Endpoint | null =>
  connected(world, node, target, source)?.egress ?? null

interface Lan {
  readonly egress: Endpoint
  /** The length of its prefix. */
  readonly bits: number
}

function connected(world: World, node: Node, target: string, source: string | null): Lan | null {
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return null
  const found = node.interfaces.flatMap((one) => {
    if (world.leftOut(on(node.name, one.name))) return []
    const networks = one.addresses.flatMap((text) => {
      const prefix = parsePrefix(text)
      return prefix !== null && !isHostPrefix(prefix) && overlaps(prefix, address) ? [prefix.bits] : []
    })
    return networks.length === 0 ? [] : [{ one, bits: Math.max(...networks) }]
  })
  const chosen = found.find(({ one }) => one.addresses.some((text) => bareAddress(text) === source)) ?? found[0]
  return chosen === undefined ? null : { egress: on(node.name, chosen.one.name), bits: chosen.bits }
}

/** A gateway behind a route that names an interface alone, as clouds have them. */
function directTo(world: World, node: Node, gateway: string): Endpoint | null {
  const route = node.routes.find(
    ({ to, via, device }) =>
      via === undefined && device !== undefined && !world.leftOut(on(node.name, device)) && isWithin(gateway, to),
  )
  return route?.device === undefined ? null : on(node.name, route.device)
}
