import { Segments } from '../../model/segments.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { unreadOf, vrrpOf, type VirtualRouter } from './data.ts'

export interface GroupMember {
  readonly node: Node
  readonly router: VirtualRouter
}

/** Virtual routers with one VRID on one LAN, highest priority first: the first is the active one while all is well. */
export function virtualRouterGroups(topology: Topology): readonly (readonly GroupMember[])[] {
  const segments = new Segments(topology)
  const groups = new Map<string, GroupMember[]>()
  for (const node of topology.nodes) {
    for (const router of vrrpOf(node).routers) {
      const key = `${segments.of({ node: node.name, interface: router.interface })} ${String(router.vrid)}`
      groups.set(key, [...(groups.get(key) ?? []), { node, router }])
    }
  }
  return [...groups.values()].map((group) => group.sort((a, b) => b.router.priority - a.router.priority))
}

/** The user's own file says something of it that is not understood. */
export const isUnread = ({ node, router }: GroupMember): boolean => unreadOf(node, router.name).length > 0
