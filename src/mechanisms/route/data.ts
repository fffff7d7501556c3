import { networkOf } from '../../model/address.ts'
import { gatewaysOf, type Route } from '../../model/route.ts'
import type { Node, Topology } from '../../model/topology.ts'
import type { Data } from '../contract/data.ts'
import { routeState, type RouteWait } from './data-kinds.ts'

/**
 * How a router with several gateways hashes: addresses, protocol and ports as they are in the packet. Policy 1 would take the sender's own
 * hash where no real cable has lost it, and TCP changes that with each retransmission (sk_rethink_txhash).
 */
export const ECMP_HASH: Readonly<Record<string, string>> = {
  'net.ipv4.fib_multipath_hash_policy': '3',
  'net.ipv4.fib_multipath_hash_fields': '55',
}

/** The destination as the kernel names it. */
export const destinationOf = ({ to }: Pick<Route, 'to'>): string => networkOf(to) ?? to

/** The kernel of the node has the route, with all of its gateways. */
export const routeWait = ({ name: node }: Pick<Node, 'name'>, route: Route): RouteWait => ({
  wait: 'route',
  node,
  name: destinationOf(route),
  state: routeState(gatewaysOf(route)),
})

/** The watcher sees the best route of table main to each destination. */
export const isWatched = (route: Route, { routes }: Pick<Node, 'routes'>): boolean =>
  route.table === undefined &&
  routes.every(
    (other) =>
      other === route ||
      other.table !== undefined ||
      destinationOf(other) !== destinationOf(route) ||
      (other.metric ?? 0) > (route.metric ?? 0),
  )

export const routeData: Data = { states: { route: { values: null, objects: destinations } } }

/** A protocol finds ways to the networks of all nodes, and to what lies outside. */
function destinations(_: Node, { nodes }: Topology): readonly string[] {
  return [
    'default',
    ...new Set(
      nodes.flatMap(({ interfaces }) =>
        interfaces.flatMap(({ addresses }) => addresses.flatMap((one) => networkOf(one) ?? [])),
      ),
    ),
  ]
}
