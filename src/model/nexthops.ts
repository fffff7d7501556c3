import { holds } from './address.ts'
import { gatewaysOf, untrackedRoutes, type NexthopGroup, type KernelRoute } from './route.ts'
import type { Interface, Node } from './topology.ts'

/** A nexthop object of a node's kernel. */
export interface Nexthop {
  readonly id: number
  readonly via: string
  /** The interface that it needs: the first one whose network holds the gateway. */
  readonly device: string
  readonly weight: number
}

/** A route by a group of nexthop objects. */
export interface GroupedRoute {
  readonly route: KernelRoute
  /** Of the group. */
  readonly id: number
  readonly group: NexthopGroup
  readonly nexthops: readonly Nexthop[]
}

/** In the order of the routes: the ids of a group's nexthops, and then its own. */
export function groupedRoutes(node: Pick<Node, 'interfaces' | 'routes'>): readonly GroupedRoute[] {
  let last = 0
  return untrackedRoutes(node).flatMap((route): readonly GroupedRoute[] => {
    const { group, weights } = route
    if (group === undefined) return []
    const nexthops = gatewaysOf(route).map((via, at) => ({
      id: ++last,
      via,
      device: interfaceTo(node, via)?.name ?? '',
      weight: weights?.[at] ?? 1,
    }))
    return [{ route, id: ++last, group, nexthops }]
  })
}

/** Interfaces by which nexthop objects of the node lead. */
export const nexthopDevices = (node: Pick<Node, 'interfaces' | 'routes'>): ReadonlySet<string> =>
  new Set(groupedRoutes(node).flatMap(({ nexthops }) => nexthops.map(({ device }) => device)))

/** The first interface whose network holds the gateway. */
export const interfaceTo = ({ interfaces }: Pick<Node, 'interfaces'>, gateway: string): Interface | undefined =>
  interfaces.find(({ addresses }) => addresses.some((text) => holds(text, gateway)))

/**
 * The part of all packets that the least of a route's gateways gets. A resilient group deals its buckets by the members' weights, each
 * bound rounded by itself (net/ipv4/nexthop.c: nh_res_group_rebalance).
 */
export function leastShare({ also = [], weights = [...also, ''].map(() => 1), group }: KernelRoute): number {
  const total = weights.reduce((all, one) => all + one, 0)
  if (group?.type !== 'resilient') return Math.min(...weights) / total
  const { buckets } = group
  const bounds = weights.map((_, at) =>
    Math.round((buckets * weights.slice(0, at + 1).reduce((all, one) => all + one, 0)) / total),
  )
  return Math.min(...bounds.map((bound, at) => bound - (bounds[at - 1] ?? 0))) / buckets
}
