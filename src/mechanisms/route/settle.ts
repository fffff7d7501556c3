import type { Node } from '../../model/topology.ts'
import { gatewaysOf, untrackedRoutes, type Route } from '../../model/route.ts'
import { CARRIER, type Settle, type Settled } from '../contract/settle.ts'
import { destinationOf } from './data.ts'
import { routeState, type RouteWait } from './data-kinds.ts'

/** A group of nexthops has settled when the kernel has all of them. */
export const routeSettle: Settle = {
  waits: ({ topology }) => topology.nodes.flatMap(groupWaits),
  watched: () => ({}),
}

const groupWaits = (node: Node): readonly Settled[] =>
  untrackedRoutes(node)
    .filter((route) => route.group !== undefined && isUsed(route, node))
    .map((route) => {
      const wait: RouteWait = {
        wait: 'route',
        node: node.name,
        name: destinationOf(route),
        state: routeState(gatewaysOf(route)),
      }
      return { wait, deadlineNs: CARRIER }
    })

/** Only the best route of table main is watched. */
const isUsed = (route: Route, { routes }: Node): boolean =>
  route.table === undefined &&
  routes.every(
    (other) =>
      other === route ||
      other.table !== undefined ||
      destinationOf(other) !== destinationOf(route) ||
      (other.metric ?? 0) > (route.metric ?? 0),
  )
