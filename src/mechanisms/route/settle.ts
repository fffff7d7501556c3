import type { Node } from '../../model/topology.ts'
import { gatewaysOf, untrackedRoutes } from '../../model/route.ts'
import { CARRIER, type Settle, type Settled } from '../contract/settle.ts'
import { destinationOf, isWatched } from './data.ts'
import { routeState, type RouteWait } from './data-kinds.ts'

/** A group of nexthops has settled when the kernel has all of them. */
export const routeSettle: Settle = {
  waits: ({ topology }) => topology.nodes.flatMap(groupWaits),
  watched: () => ({}),
}

const groupWaits = (node: Node): readonly Settled[] =>
  untrackedRoutes(node)
    .filter((route) => route.group !== undefined && isWatched(route, node))
    .map((route) => {
      const wait: RouteWait = {
        wait: 'route',
        node: node.name,
        name: destinationOf(route),
        state: routeState(gatewaysOf(route)),
      }
      return { wait, deadlineNs: CARRIER }
    })
