import { bareAddress, isHostPrefix, overlaps, parsePrefix } from '../model/compose/address.ts'
import type { Endpoint, Node } from '../model/topology.ts'
import { ARP, IP } from './damage.ts'
import { delivers } from './lan.ts'
import { on, type Group } from './wiring.ts'
import type { World } from './world.ts'

const MOST_HOPS = 32

/** One direction of a flow, between two nodes. */
export interface Way {
  readonly from: string
  readonly to: string
  /** Addresses that its streams use, each pair once. */
  readonly pairs: readonly Pair[]
}

interface Pair {
  readonly source: string
  readonly target: string
}

/** `held`: the last hop that has the packets finds its own interface without carrier, and asks for its neighbour in vain. */
export type Fate = 'arrives' | 'lost' | 'held'

/** Whether packets of every stream arrive: next hops as routed, virtual addresses at whoever answered last. */
export const arrives = (world: World, way: Way): boolean => fates(world, way).every((fate) => fate === 'arrives')

/** What becomes of the packets of each pair of addresses; a way without addresses loses them. */
export function fates(world: World, way: Way): readonly Fate[] {
  const from = world.wiring.node(way.from)
  if (from === undefined || way.pairs.length === 0) return ['lost']
  return way.pairs.map(({ source, target }) => travels(world, from, source, target).fate)
}

/** Packets arrive, and every hop that they take is heard and answered when it asks for its neighbour. */
export function isAnswered(world: World, way: Way): boolean {
  const from = world.wiring.node(way.from)
  if (from === undefined) return false
  return way.pairs
    .map(({ source, target }) => travels(world, from, source, target))
    .every(
      ({ fate, hops }) =>
        fate === 'arrives' &&
        hops.every(
          ({ egress, neighbour }) => delivers(world, egress, neighbour, ARP) && delivers(world, neighbour, egress, ARP),
        ),
    )
}

/** There and back again: stream i has the addresses i mod n of the first node's and i mod m of the second's. */
export function waysOf(from: Node, to: Node, streams: number, given?: readonly Pair[]): readonly [Way, Way] {
  const pairs = given ?? pairsOf(from, to, streams)
  const there = [...new Map(pairs.map((pair) => [`${pair.source} ${pair.target}`, pair])).values()]
  return [
    { from: from.name, to: to.name, pairs: there },
    { from: to.name, to: from.name, pairs: there.map(({ source, target }) => ({ source: target, target: source })) },
  ]
}

function pairsOf(from: Node, to: Node, streams: number): readonly Pair[] {
  return Array.from({ length: streams }, (_, stream) => stream).flatMap((stream) => {
    const source = from.probes[stream % from.probes.length]?.address
    const target = to.probes[stream % to.probes.length]?.address
    return source === undefined || target === undefined ? [] : [{ source, target }]
  })
}

interface Hop {
  readonly egress: Endpoint
  readonly neighbour: Endpoint
}

interface Journey {
  readonly fate: Fate
  readonly hops: readonly Hop[]
}

/** From one node on. Where gateways are of equal cost some stream takes the worst of them. */
function travels(world: World, from: Node, source: string | null, target: string, hopsLeft = MOST_HOPS): Journey {
  if (world.wiring.owners(target).some(({ node }) => node === from.name)) return { fate: 'arrives', hops: [] }
  if (hopsLeft === 0 || (source === null && !from.forwarding)) return NOWHERE
  const ways = nextHops(world, from, target).map((next): Journey => {
    const egress = egressTo(world, from, next, source)
    if (egress === null) return NOWHERE
    if (!world.hasCarrier(egress)) return { fate: 'held', hops: [] }
    const neighbour = holderOf(world, next, egress)
    const node = neighbour === null ? undefined : world.wiring.node(neighbour.node)
    if (neighbour === null || node === undefined || !delivers(world, egress, neighbour, IP)) return NOWHERE
    const rest = travels(world, node, null, target, hopsLeft - 1)
    return { fate: rest.fate, hops: [{ egress, neighbour }, ...rest.hops] }
  })
  return {
    fate: (['lost', 'held'] as const).find((fate) => ways.some((way) => way.fate === fate)) ?? 'arrives',
    hops: ways.flatMap(({ hops }) => hops),
    ...(ways.length === 0 ? NOWHERE : {}),
  }
}

const NOWHERE: Journey = { fate: 'lost', hops: [] }

/** The address itself where it is on a connected network, else the gateways of the longest matching route. */
function nextHops(world: World, node: Node, target: string): readonly string[] {
  if (egressTo(world, node, target, null) !== null) return [target]
  const address = parsePrefix(hostPrefix(target))
  if (address === null) return []
  let best: { readonly vias: readonly string[]; readonly bits: number } | null = null
  for (const route of node.routes) {
    const prefix = route.to === 'default' ? null : parsePrefix(route.to)
    const bits = prefix?.bits ?? 0
    const matches = route.to === 'default' || (prefix !== null && overlaps(prefix, address))
    if (!matches || (best !== null && bits <= best.bits)) continue
    const vias = [route.via, ...(route.also ?? [])].filter((via) => egressTo(world, node, via, null) !== null)
    if (vias.length > 0) best = { vias, bits }
  }
  return best?.vias ?? []
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

/** The interface that answers for an address on the LAN of `asker`; null: nobody's. */
export function holderOf(world: World, address: string, asker: Endpoint): Endpoint | null {
  const [owner] = world.wiring.owners(address)
  if (owner !== undefined) return owner
  const group = world.wiring.groups.find((members) =>
    members.some(({ router }) => router.addresses.some((text) => bareAddress(text) === address)),
  )
  return group === undefined ? null : virtualHolder(world, group, asker)
}

/** Whose gratuitous ARP came last: a takeover is believed where its frames arrive. */
function virtualHolder(world: World, group: Group, asker: Endpoint): Endpoint | null {
  let believed: Endpoint | null = null
  for (const { node, router } of world.tenures(group)) {
    const newcomer = on(node.name, router.interface)
    if (believed === null || delivers(world, newcomer, asker, ARP)) believed = newcomer
  }
  return believed
}

const hostPrefix = (address: string): string => `${address}/${address.includes(':') ? '128' : '32'}`
