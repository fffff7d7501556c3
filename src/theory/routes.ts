import { bareAddress, isHostPrefix, overlaps, parsePrefix } from '../model/address.ts'
import type { Endpoint, Node, Rule } from '../model/topology.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/** As it is when a node routes it. */
export interface Packet {
  readonly source: string
  readonly target: string
  /** Where it came in; null: the node sends it itself. */
  readonly ingress: Endpoint | null
}

/** Where a node sends a packet next. */
export interface Next {
  /** Gateways of equal cost, or its target itself on a network of the node's; none: there is no route. */
  readonly vias: readonly string[]
  /** The destination of that route, where a protocol maintains it. */
  readonly dynamic: string | null
}

const NOWHERE: Next = { vias: [], dynamic: null }

/** By the first table that has a route for it. */
export function nextHops(world: World, node: Node, packet: Packet): Next {
  const asked = (node.rules ?? []).filter((rule) => matches(rule, packet)).map(({ table }) => table)
  for (const table of [...asked, undefined]) {
    const hops = lookup(world, node, packet.target, table)
    if (hops.vias.length > 0) return hops
  }
  return NOWHERE
}

function matches({ from, to, iif }: Rule, { source, target, ingress }: Packet): boolean {
  return (
    (from === undefined || isIn(source, from)) &&
    (to === undefined || isIn(target, to)) &&
    (iif === undefined || iif === ingress?.interface)
  )
}

function isIn(address: string, network: string): boolean {
  const [one, all] = [address, network].map((text) => parsePrefix(text.includes('/') ? text : hostPrefix(text)))
  return one != null && all != null && one.bits >= all.bits && overlaps(one, all)
}

/** A route of a node's own has the distance of what the kernel was given beside a routing daemon (zebra/rt_netlink.c). */
const STATIC = 0

interface Candidate {
  /** null: static. */
  readonly by: string | null
  readonly to: string
  readonly vias: readonly string[]
  readonly distance: number
}

/** What a table holds: of main the routes of protocols, too. */
function candidates(world: World, node: Node, table: number | undefined): readonly Candidate[] {
  const own = node.routes.flatMap((route): Candidate[] =>
    route.table === table
      ? [{ to: route.to, vias: [route.via, ...(route.also ?? [])], distance: STATIC, by: null }]
      : [],
  )
  return table === undefined ? [...own, ...world.dynamicRoutes(node.name)] : own
}

/**
 * The longest prefix with a gateway on a network of the node's, then the least distance. Connected networks are in main, and
 * longer than any route that leads elsewhere.
 */
function lookup(world: World, node: Node, target: string, table: number | undefined): Next {
  if (table === undefined && egressTo(world, node, target, null) !== null) return { vias: [target], dynamic: null }
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return NOWHERE
  let best: (Candidate & { readonly bits: number }) | null = null
  for (const { to, vias, distance, by } of candidates(world, node, table)) {
    const prefix = to === 'default' ? null : parsePrefix(to)
    const bits = prefix?.bits ?? 0
    const isMatch = to === 'default' || (prefix !== null && overlaps(prefix, address))
    if (!isMatch || (best !== null && (bits < best.bits || (bits === best.bits && distance >= best.distance)))) continue
    const usable = vias.filter((via) => egressTo(world, node, via, null) !== null)
    if (usable.length > 0) best = { to, vias: usable, distance, by, bits }
  }
  return best === null ? NOWHERE : { vias: best.vias, dynamic: best.by === null ? null : best.to }
}

/** The interface whose network holds the address, unless it is left out; the one with the source's own address before others. */
export function egressTo(world: World, node: Node, target: string, source: string | null): Endpoint | null {
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return null
  const connected = node.interfaces.filter(
    (one) =>
      !world.leftOut(on(node.name, one.name)) &&
      one.addresses.some((text) => {
        const prefix = parsePrefix(text)
        return prefix !== null && !isHostPrefix(prefix) && overlaps(prefix, address)
      }),
  )
  const chosen = connected.find((one) => one.addresses.some((text) => bareAddress(text) === source)) ?? connected[0]
  return chosen === undefined ? null : on(node.name, chosen.name)
}

const hostPrefix = (address: string): string => `${address}/${address.includes(':') ? '128' : '32'}`
