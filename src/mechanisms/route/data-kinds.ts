import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { WatchPlan } from '../../model/plan.ts'

/**
 * The route of a node's table main by which it sends to a destination. `name` is `default` or the network (of IPv6 `::/0`); `state`
 * its gateways in order, with commas between them: `routeState`. A route without a gateway is `direct`, `blackhole`,
 * `unreachable` or `prohibit`; `none`: there is none any more.
 */
export interface RouteState extends StateMatch {
  readonly watch: 'route'
}

export const NO_ROUTE = 'none'

/** The state of a route with these gateways of equal cost. */
export const routeState = (gateways: readonly string[]): string =>
  gateways.length === 0 ? NO_ROUTE : gateways.toSorted().join(',')

/** The node sends to this destination by these gateways. */
export interface RouteWait extends NamedWait {
  readonly wait: 'route'
  readonly node: string
  readonly name: string
  readonly state: string
}

/** Names of the nodes whose routes a protocol maintains, or that have nexthop groups. Absent: there are none. */
export type RouteWatch = { readonly routes?: readonly string[] }

export const watchedRoutes = (watch: WatchPlan): readonly string[] => (watch.routes ?? []) as readonly string[]
