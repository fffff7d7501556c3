import { bareAddress, overlaps, parsePrefix, type Prefix } from '../model/compose/address.ts'
import type { Endpoint, Node } from '../model/topology.ts'
import { ARP, IP } from './damage.ts'
import { delivers } from './lan.ts'
import { on, type Group } from './wiring.ts'
import type { World } from './world.ts'

const MOST_HOPS = 32

/** One direction of a flow: every pair of addresses that its streams use. */
export interface Way {
  readonly from: string
  readonly to: string
  readonly streams: number
}

/** `held`: the last hop that has the packets finds its own interface without carrier, and asks for its neighbour in vain. */
export type Fate = 'arrives' | 'lost' | 'held'

/** Whether packets of every stream arrive: next hops as routed, virtual addresses at whoever answered last. */
export const arrives = (world: World, way: Way): boolean => fates(world, way).every((fate) => fate === 'arrives')

/** What becomes of the packets of each pair of addresses. */
export function fates(world: World, way: Way): readonly Fate[] {
  const from = world.wiring.node(way.from)
  const to = world.wiring.node(way.to)
  if (from === undefined || to === undefined || from.probes.length === 0 || to.probes.length === 0) return ['lost']
  const pairs = new Map<string, { readonly source: string; readonly target: string }>()
  for (let stream = 0; stream < way.streams; stream++) {
    const source = from.probes[stream % from.probes.length]?.address ?? ''
    const target = to.probes[stream % to.probes.length]?.address ?? ''
    pairs.set(`${source} ${target}`, { source, target })
  }
  return [...pairs.values()].map(({ source, target }) => travels(world, from, source, target, MOST_HOPS))
}

function travels(world: World, node: Node, source: string | null, target: string, hops: number): Fate {
  if (ownerOf(node, target) !== undefined) return 'arrives'
  if (hops === 0) return 'lost'
  const hop = nextHop(node, target)
  const egress = hop === null ? null : egressTo(node, hop, source)
  if (hop === null || egress === null) return 'lost'
  if (!world.hasCarrier(egress)) return 'held'
  const neighbour = holderOf(world, hop, egress)
  if (neighbour === null || !delivers(world, egress, neighbour, IP)) return 'lost'
  const next = world.wiring.node(neighbour.node)
  if (next === undefined) return 'lost'
  if (ownerOf(next, target) !== undefined) return 'arrives'
  return next.forwarding ? travels(world, next, null, target, hops - 1) : 'lost'
}

/** The address itself where it is on a connected network, else the gateway of the longest matching route. */
function nextHop(node: Node, target: string): string | null {
  if (egressTo(node, target, null) !== null) return target
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return null
  let best: { readonly via: string; readonly bits: number } | null = null
  for (const route of node.routes) {
    const prefix = route.to === 'default' ? null : parsePrefix(route.to)
    const bits = prefix?.bits ?? 0
    const matches = route.to === 'default' || (prefix !== null && contains(prefix, address))
    if (matches && (best === null || bits > best.bits)) best = { via: route.via, bits }
  }
  return best?.via ?? null
}

/** The interface whose network holds the address; the one with the source's own address before others. */
function egressTo(node: Node, target: string, source: string | null): Endpoint | null {
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return null
  const connected = node.interfaces.filter((one) =>
    one.addresses.some((text) => {
      const prefix = parsePrefix(text)
      return prefix !== null && contains(prefix, address)
    }),
  )
  const chosen = connected.find((one) => one.addresses.some((text) => bareAddress(text) === source)) ?? connected[0]
  return chosen === undefined ? null : on(node.name, chosen.name)
}

/** The interface that answers for an address on the LAN of `asker`; null: nobody's. */
function holderOf(world: World, address: string, asker: Endpoint): Endpoint | null {
  for (const node of world.wiring.topology.nodes) {
    const owner = ownerOf(node, address)
    if (owner !== undefined) return on(node.name, owner)
  }
  const group = world.wiring.groups.find((members) =>
    members.some(({ router }) => router.addresses.some((text) => bareAddress(text) === address)),
  )
  return group === undefined ? null : virtualHolder(world, group, asker)
}

/**
 * Whose gratuitous ARP came last: a takeover is believed where its frames arrive. One who never resigned and hears the
 * newcomer answers each of its advertisements with ARP of its own (keepalived: garp_lower_prio_repeat).
 */
function virtualHolder(world: World, group: Group, asker: Endpoint): Endpoint | null {
  let believed: Endpoint | null = null
  for (const { member, resigned } of world.tenures(group)) {
    const newcomer = on(member.node.name, member.router.interface)
    if (believed === null) believed = newcomer
    else if (delivers(world, newcomer, asker, ARP)) {
      const keeps = !resigned && delivers(world, newcomer, believed, IP) && delivers(world, believed, asker, ARP)
      if (!keeps) believed = newcomer
    }
  }
  return believed
}

const ownerOf = (node: Node, address: string): string | undefined =>
  node.interfaces.find((one) => one.addresses.some((text) => bareAddress(text) === address))?.name

const hostPrefix = (address: string): string => `${address}/${address.includes(':') ? '128' : '32'}`
const contains = (prefix: Prefix, address: Prefix): boolean => prefix.bits < address.bits && overlaps(prefix, address)
