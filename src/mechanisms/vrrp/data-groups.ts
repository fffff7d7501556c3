import { bareAddress, parsePrefix } from '../../model/address.ts'
import { Segments } from '../../model/segments.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { OWNER, unreadOf, vrrpOf, type SyncGroup, type VirtualRouter, type Weighed } from './data.ts'

export interface GroupMember {
  readonly node: Node
  readonly router: VirtualRouter
}

/**
 * Virtual routers with one VRID on one LAN, highest priority first, of equal ones that with the higher address: the first is
 * the active one while all is well.
 */
export function virtualRouterGroups(topology: Topology): readonly (readonly GroupMember[])[] {
  const segments = new Segments(topology)
  const groups = new Map<string, GroupMember[]>()
  for (const node of topology.nodes) {
    for (const router of vrrpOf(node).routers) {
      const key = `${segments.of({ node: node.name, interface: router.interface })} ${String(router.vrid)}`
      groups.set(key, [...(groups.get(key) ?? []), { node, router }])
    }
  }
  return [...groups.values()].map((group) => group.sort(byRank))
}

/** The user's own file says something of it that is not understood. */
export const isUnread = ({ node, router }: GroupMember): boolean => unreadOf(node, router.name).length > 0

/** What a virtual router tracks with a weight. */
export type Tracked =
  { readonly tracks: 'interface'; readonly name: string } | { readonly tracks: 'reach' } | { readonly tracks: 'script' }

/** The priority that it advertises: keepalived's vrrp_set_effective_priority. `isUp`: of what it tracks. Default: all of it. */
export function priorityOf(router: VirtualRouter, isUp: (tracked: Tracked) => boolean = () => true): number {
  if (router.priority === OWNER) return OWNER
  const { reach } = router
  const total = [
    ...(router.weighed ?? []).map((one) => added(one, isUp({ tracks: 'interface', name: one.interface }))),
    ...(reach?.weight === undefined ? [] : [added({ weight: reach.weight }, isUp({ tracks: 'reach' }))]),
    ...(router.scripts ?? []).map(({ weight = 0 }) => added({ weight }, isUp({ tracks: 'script' }))),
  ].reduce((sum, weight) => sum + weight, router.priority)
  return Math.min(OWNER - 1, Math.max(1, total))
}

const added = ({ weight }: Pick<Weighed, 'weight'>, isUp: boolean): number => (isUp === weight > 0 ? weight : 0)

/** While all that they track is up, it takes over from an active router of this rank. */
export const preempts = (one: GroupMember, active: GroupMember): boolean =>
  one.router.preempt && priorityOf(one.router) > priorityOf(active.router)

const byRank = (a: GroupMember, b: GroupMember): number =>
  priorityOf(b.router) - priorityOf(a.router) || addressOf(b) - addressOf(a)

/** The address of its advertisements, as a number: of two routers of equal priority the higher one stays active (RFC 9568 6.4.3). */
export const addressOf = (member: GroupMember): number =>
  sourceOf(member)
    .split('.')
    .reduce((sum, part) => sum * 256 + Number(part), 0)

/** The address of its advertisements: of its interface the first one, if no other is said. */
export const sourceOf = ({ node, router }: GroupMember): string =>
  router.source ?? addressesOf(node, router)[0] ?? '0.0.0.0'

/** Interfaces without which it gives up, or has another priority: its own, tracked ones, and those of its siblings. */
export const dependsOn = (node: Node, router: VirtualRouter): readonly string[] =>
  interfacesOf(router, vrrpOf(node).routers, vrrpOf(node).syncGroups)

export const interfacesOf = (
  router: VirtualRouter,
  routers: readonly VirtualRouter[],
  groups: readonly SyncGroup[],
): readonly string[] => [...neededBy(router, routers, groups), ...(router.weighed ?? []).map((one) => one.interface)]

/** keepalived's FAULT state comes by the instance's own interface, a tracked one, or those of the siblings in its sync group. */
export const needsOf = ({ node, router }: GroupMember): readonly string[] =>
  neededBy(router, vrrpOf(node).routers, vrrpOf(node).syncGroups)

function neededBy(
  { name: own }: VirtualRouter,
  routers: readonly VirtualRouter[],
  groups: readonly SyncGroup[],
): readonly string[] {
  const siblings = groups.find(({ members }) => members.includes(own))?.members ?? [own]
  return routers.filter(({ name }) => siblings.includes(name)).flatMap((one) => [one.interface, ...one.track])
}

/** IPv4 addresses of its interface. */
export const addressesOf = (node: Node, { interface: device }: VirtualRouter): readonly string[] =>
  (node.interfaces.find(({ name }) => name === device)?.addresses ?? [])
    .filter((address) => parsePrefix(address)?.family === 4)
    .map(bareAddress)
