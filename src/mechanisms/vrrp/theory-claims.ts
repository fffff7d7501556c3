import { bareAddress } from '../../model/address.ts'
import {
  addressOf,
  dependsOn,
  needsOf,
  preempts,
  priorityOf,
  virtualRouterGroups,
  type GroupMember,
  type Tracked,
} from './data-groups.ts'
import { seconds, type Ns } from '../../model/time.ts'
import { accepts, delayOf, vrrpOf, type VirtualRouter } from './data.ts'
import type { Node, Topology } from '../../model/topology.ts'
import type { Claim, Claimant } from '../../theory/claim.ts'
import { ARP, IP } from '../../theory/damage.ts'
import { delivers } from '../../theory/lan.ts'
import { isReached } from '../../theory/reach.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'

/** One VRRP instance as a claimant of its virtual addresses. */
export interface VrrpClaimant extends Claimant {
  readonly router: VirtualRouter
  /** Its node. */
  readonly of: Node
}

export const nameOf = ({ node, name }: VrrpClaimant): string => `${node} ${name}`

export type VrrpClaim = Claim<VrrpClaimant>

export const isVrrpClaim = (claim: Claim): claim is VrrpClaim => claim.watch === 'vrrp'

/** One claim for the virtual routers with one VRID on one LAN. */
export const vrrpClaims = (topology: Topology): readonly VrrpClaim[] =>
  virtualRouterGroups(topology).map((group) => ({
    watch: 'vrrp',
    heldState: 'MASTER',
    addresses: [...new Set(group.flatMap(({ router }) => router.addresses.map(bareAddress)))],
    claimants: group.map((member) => claimantOf(member, group)),
  }))

function claimantOf(member: GroupMember, group: readonly GroupMember[]): VrrpClaimant {
  const { node, router } = member
  return {
    node: node.name,
    name: router.name,
    interface: router.interface,
    needs: needsOf(member),
    hesitatesNs: (name) => delayOf(node, name).downNs,
    movesWith: vrrpOf(node).syncGroups.flatMap(({ members }) => (members.includes(router.name) ? members : [])),
    reaches: router.reach?.weight === undefined ? (router.reach?.address ?? null) : null,
    accepts: accepts(router),
    isRanked:
      (router.weighed ?? []).length > 0 ||
      router.reach?.weight !== undefined ||
      (router.scripts ?? []).some(({ weight }) => weight !== undefined),
    // What goes to peers alone passes few bridges.
    sendsEveryNs: router.peers === undefined ? router.advertIntervalNs : null,
    aloneNs: masterDownNs(member),
    toleratesNs: (router.downTimerAdverts - 1) * router.advertIntervalNs,
    takesBackNs: group.some((other) => preempts(member, other)) ? preemptionNs(member) : null,
    position: vrrpOf(node).routers.indexOf(router),
    of: node,
    router,
  }
}

/** The priority that it advertises in this world, by what it tracks. */
export const priorityIn = (world: World, { node, router }: VrrpClaimant): number =>
  priorityOf(router, (tracked) => isUpIn(world, node, router, tracked))

/** What a script finds is not known: contested. */
export function isUpIn(world: World, node: string, { reach }: VirtualRouter, tracked: Tracked): boolean {
  if (tracked.tracks === 'interface') return world.hasCarrier(on(node, tracked.name))
  return tracked.tracks === 'script' || reach === undefined || isReached(world, node, reach.address)
}

/** Of two that are active and receive each other, this one stays so (RFC 9568 6.4.3). */
export const outranks = (world: World, one: VrrpClaimant, other: VrrpClaimant): boolean => {
  const [own, its] = [priorityIn(world, one), priorityIn(world, other)]
  return own > its || (own === its && addressOf(memberOf(one)) > addressOf(memberOf(other)))
}

const memberOf = ({ of, router }: VrrpClaimant): GroupMember => ({ node: of, router })

/** An active router answers an advertisement of lower priority with gratuitous ARP. */
export const answersLower = ({ router: { strict, garp } }: VrrpClaimant): boolean =>
  strict !== true && garp?.lowerPriorityRepeat !== 0

/** Advertisements arrive. What is sent to a peer has to find the peer, which has to answer for its address. */
export const isHeard = (world: World, from: VrrpClaimant, to: VrrpClaimant): boolean =>
  isDelivered(world, from, to) &&
  (from.router.peers === undefined || (isDelivered(world, from, to, ARP) && isDelivered(world, to, from, ARP)))

/** Frames arrive. */
export const isDelivered = (
  world: World,
  { node, interface: device }: VrrpClaimant,
  to: VrrpClaimant,
  frames: typeof IP | typeof ARP = IP,
): boolean => delivers(world, on(node, device), on(to.node, to.interface), frames)

/** Version 3 takes the active router's interval from its advertisements; version 2 has its own (RFC 3768 5.3.7: must agree). */
export const intervalOf = (router: VirtualRouter, active: VirtualRouter): Ns =>
  router.version === 3 ? active.advertIntervalNs : router.advertIntervalNs

/** Version 3: (256 − priority)·A/256 (RFC 9568 6.1). Version 2: (256 − priority)/256 s, whatever A is (RFC 3768 6.1). In whole microseconds. */
export function skewOf(router: VirtualRouter, active: VirtualRouter, priority = priorityOf(router)): Ns {
  const scaleNs = router.version === 3 ? intervalOf(router, active) : 1e9
  return Math.floor(((256 - priority) * scaleNs) / 256 / 1e3) * 1e3
}

/** Of a router that receives no advertisements. */
export const masterDownNs = ({ router }: Pick<GroupMember, 'router'>): Ns =>
  router.downTimerAdverts * intervalOf(router, router) + skewOf(router, router)

/** RFC 9568 6.4.2: a Backup with the higher priority discards what it hears and times out; RFC 3768's skew is not scaled by the interval. */
export function preemptionNs({ node, router }: GroupMember): Ns {
  const { advertIntervalNs, downTimerAdverts, version, preemptDelayNs, reach, scripts = [] } = router
  const skewNs = Math.round(((256 - priorityOf(router)) / 256) * (version === 3 ? advertIntervalNs : seconds(1)))
  const asked = reach === undefined ? scripts : [reach, ...scripts]
  const answersNs = Math.max(0, ...asked.map(({ rise, intervalNs, timeoutNs }) => rise * intervalNs + timeoutNs))
  return upAgainNs(node, router) + answersNs + downTimerAdverts * advertIntervalNs + skewNs + preemptDelayNs
}

/** From the light on what it depends on until it takes that for up. */
export const upAgainNs = (node: Node, router: VirtualRouter): Ns =>
  Math.max(0, ...dependsOn(node, router).map((name) => delayOf(node, name).upNs))
