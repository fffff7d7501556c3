import { reachedAt, translatedOf, type Endpoint, type Node } from '../model/topology.ts'
import type { Claim } from './claim.ts'
import { ARP, IP } from './damage.ts'
import { hasGivenUp } from './given-up.ts'
import { holdersOf } from './holders.ts'
import { delivers } from './lan.ts'
import { isWithin, nextHops, type RoutedPacket } from './routes.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

export const MOST_HOPS = 32

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

/** Whether one of its packets goes to one of these networks; undefined: wherever it goes. */
export const goesTo = ({ pairs }: Way, networks: readonly string[] | undefined): boolean =>
  networks === undefined ||
  pairs.some(({ target }) => networks.some((one) => one === 'default' || isWithin(target, one)))

/** `held`: the last hop that has the packets finds its own interface without carrier, and asks for its neighbour in vain. */
type Fate = 'arrives' | 'lost' | 'held'

/** Whether packets of every stream arrive: next hops as routed, addresses that move at their last announcer. */
export function arrives(world: World, way: Way): boolean {
  const all = journeys(world, way)
  return all.length > 0 && all.every(({ fate }) => fate === 'arrives')
}

/** Packets arrive, and every hop that they take is heard and answered when it asks for its neighbour. */
export function isAnswered(world: World, way: Way): boolean {
  const all = journeys(world, way)
  return (
    all.length > 0 &&
    all.every(({ fate, hops }) => fate === 'arrives' && hops.every((hop) => isHopAnswered(world, hop)))
  )
}

/** By direction. */
export interface AddressPairs {
  readonly forward: Way['pairs']
  readonly backward: Way['pairs']
}

/** There and back again: stream i has the addresses i mod n of the first node's and i mod m of the second's. */
export function waysOf(from: Node, to: Node, streams: number, given?: AddressPairs): readonly [Way, Way] {
  const { forward, backward } = given ?? pairsOf(from, to, streams)
  return [
    { from: from.name, to: to.name, pairs: unique(forward) },
    { from: to.name, to: from.name, pairs: unique(backward) },
  ]
}

const unique = (pairs: Way['pairs']): Way['pairs'] => [
  ...new Map(pairs.map((pair) => [`${pair.source} ${pair.target}`, pair])).values(),
]

function pairsOf(from: Node, to: Node, streams: number): AddressPairs {
  const both = Array.from({ length: streams }, (_, stream) => stream).flatMap((stream) => {
    const near = from.probes[stream % from.probes.length]
    const far = to.probes[stream % to.probes.length]
    return near === undefined || far === undefined ? [] : [{ near, far }]
  })
  return {
    forward: both.map(({ near, far }) => ({ source: near.address, target: reachedAt(far) })),
    backward: both.map(({ near, far }) => ({ source: far.address, target: reachedAt(near) })),
  }
}

/** What a node asks for, and by which interface. */
export interface Question {
  readonly egress: Endpoint
  /** What the packets are sent to. */
  readonly address: string
}

/** Over one LAN. */
export interface Hop extends Question {
  /** The interface that the sender takes for the address's. */
  readonly neighbour: Endpoint
  /** The destination of the route that led here, where a protocol maintains it. */
  readonly dynamic: string | null
}

/** Whether a question is received and answered, by the address's owner or by the claimant that holds it now. */
export function isHopAnswered(world: World, { egress, address }: Question): boolean {
  const owner = ownerOf(world, address)
  return owner !== null && delivers(world, egress, owner, ARP) && delivers(world, owner, egress, ARP)
}

/** The hops that packets of the way take, as far as they get. */
export const hopsOf = (world: World, way: Way): readonly Hop[] => journeys(world, way).flatMap(({ hops }) => hops)

/** The hop over which packets of a stream are lost; null: all arrive, or there is no hop to take. */
export const lostAt = (world: World, way: Way): Hop | null =>
  journeys(world, way)
    .find(({ fate }) => fate !== 'arrives')
    ?.hops.at(-1) ?? null

/** Of each pair of addresses. */
function journeys(world: World, way: Way): readonly Journey[] {
  const from = world.wiring.node(way.from)
  if (from === undefined) return []
  return way.pairs.map(({ source, target }) => {
    const packet = { source, target, ingress: null }
    const claim = world.wiring.claimWith(source)
    return claim === undefined ? travels(world, from, packet) : answers(world, claim, packet)
  })
}

/** From a virtual address: by the node at which the other end's packets arrived last, as long as it has the address. */
function answers(world: World, claim: Claim, packet: RoutedPacket): Journey {
  const name = servedLast(world, claim, packet)
  const node = name === undefined ? undefined : world.wiring.node(name)
  const isHolder = holdersOf(world, claim).some((one) => one.node === name)
  return node === undefined || !isHolder ? NOWHERE : travels(world, node, packet)
}

function servedLast(world: World, claim: Claim, { source, target }: RoutedPacket): string | undefined {
  const [owner] = world.wiring.owners(target)
  const client = owner === undefined ? undefined : world.wiring.node(owner.node)
  const [first] = world.tenures(claim)
  if (client === undefined) return first?.node
  return world.stages().reduce((served, stage) => {
    const asked = travels(stage, client, { source: target, target: source, ingress: null })
    return asked.fate === 'arrives' ? (asked.hops.at(-1)?.neighbour.node ?? served) : served
  }, first?.node)
}

interface Journey {
  readonly fate: Fate
  readonly hops: readonly Hop[]
  /** Where packets are held, by interfaces without carrier. */
  readonly held?: readonly Question[]
  /** Nodes that answer packets by ICMP: they have no route for them, or one that says so. */
  readonly refusedBy?: readonly string[]
}

/** The nodes that answer packets of the way by ICMP instead of sending them on. */
export const refusers = (world: World, way: Way): readonly string[] =>
  journeys(world, way).flatMap(({ refusedBy = [] }) => refusedBy)

/** The nodes that packets of the way pass, as far as they get; where they begin is the first. */
export const nodesOf = (world: World, way: Way): readonly string[] => [
  way.from,
  ...hopsOf(world, way).map(({ neighbour }) => neighbour.node),
]

/** What is asked for in vain, by the interfaces without carrier by which packets of the way should leave. */
export const heldAt = (world: World, way: Way): readonly Question[] =>
  journeys(world, way).flatMap(({ held = [] }) => held)

/** From one node on. Where gateways are of equal cost some stream takes the worst of them, or each the best. */
function travels(world: World, from: Node, packet: RoutedPacket, hopsLeft = MOST_HOPS): Journey {
  const { ingress } = packet
  if (isAt(world, from, packet.target)) return { fate: 'arrives', hops: [] }
  if (hopsLeft === 0 || (ingress !== null && !from.forwarding)) return NOWHERE
  const { hops: nexts, dynamic, refuses } = nextHops(world, from, packet)
  if (nexts.length === 0) return { ...NOWHERE, refusedBy: refuses === 'blackhole' ? [] : [from.name] }
  const ways = nexts.map(({ address: next, egress }): Journey => {
    if (!world.hasCarrier(egress)) return { fate: 'held', hops: [], held: [{ egress, address: next }] }
    const neighbour = holderOf(world, next, egress)
    const node = neighbour === null ? undefined : world.wiring.node(neighbour.node)
    if (neighbour === null || node === undefined) return NOWHERE
    const hop = { egress, address: next, neighbour, dynamic }
    if (!delivers(world, egress, neighbour, IP)) return { fate: 'lost', hops: [hop] }
    const rest = travels(world, node, comesIn(world, leaves(world, packet, egress), neighbour), hopsLeft - 1)
    return { ...rest, hops: [hop, ...rest.hops] }
  })
  const best = world.wiring.hash === 'best' ? ways.find(({ fate }) => fate === 'arrives') : undefined
  if (best !== undefined) return best
  return {
    fate: (['lost', 'held'] as const).find((fate) => ways.some((way) => way.fate === fate)) ?? 'arrives',
    hops: ways.flatMap(({ hops }) => hops),
    held: ways.flatMap(({ held = [] }) => held),
    refusedBy: ways.flatMap(({ refusedBy = [] }) => refusedBy),
  }
}

/** The address is the node's own, or virtual and at this node now. */
export function isAt(world: World, { name }: Node, address: string): boolean {
  if (world.wiring.owners(address).some(({ node }) => node === name)) return true
  const claim = world.wiring.claimWith(address)
  return claim !== undefined && holdersOf(world, claim).some(({ node, accepts }) => node === name && accepts)
}

const NOWHERE: Journey = { fate: 'lost', hops: [] }

/** NAT where it leaves. */
export function leaves(world: World, packet: RoutedPacket, egress: Endpoint): RoutedPacket {
  const one = world.wiring.interface(egress)
  return one?.masquerade === true ? { ...packet, source: translatedOf(one) } : packet
}

/** NAT where it comes in. */
export function comesIn(world: World, packet: RoutedPacket, ingress: Endpoint): RoutedPacket {
  const one = world.wiring.interface(ingress)
  const isCalled = one?.publish !== undefined && translatedOf(one) === packet.target
  return { ...packet, ingress, ...(isCalled ? { target: one.publish } : {}) }
}

/** The interface that an address belongs to, as `asker` believes on its LAN; null: nobody's. */
export function holderOf(world: World, address: string, asker: Endpoint): Endpoint | null {
  const [owner] = world.wiring.owners(address)
  if (owner !== undefined) return owner
  const claim = world.wiring.claimWith(address)
  return claim === undefined ? null : believedHolder(world, claim, asker)
}

/** The interface that answers for an address; null: none does, as where its claimant has given up. */
function ownerOf(world: World, address: string): Endpoint | null {
  const [owner] = world.wiring.owners(address)
  if (owner !== undefined) return owner
  const claim = world.wiring.claimWith(address)
  const active = claim === undefined ? undefined : world.tenures(claim).at(-1)
  return active === undefined || hasGivenUp(world, active) ? null : on(active.node, active.interface)
}

/** Whose gratuitous ARP came last: a takeover is believed where its frames arrive. */
function believedHolder(world: World, claim: Claim, asker: Endpoint): Endpoint | null {
  let believed: Endpoint | null = null
  for (const claimant of world.tenures(claim)) {
    const newcomer = on(claimant.node, claimant.interface)
    if (believed === null || delivers(world, newcomer, asker, ARP)) believed = newcomer
  }
  return believed
}
