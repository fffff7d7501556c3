import type { Node } from '../../model/topology.ts'
import { untrackedRoutes } from '../../model/route.ts'
import { CARRIER, type Settle, type Settled } from '../contract/settle.ts'
import { isWatched, routeWait } from './data.ts'

/** A group of nexthops has settled when the kernel has all of them. */
export const routeSettle: Settle = {
  waits: ({ topology }) => topology.nodes.flatMap(groupWaits),
  watched: () => ({}),
}

const groupWaits = (node: Node): readonly Settled[] =>
  untrackedRoutes(node)
    .filter((route) => route.group !== undefined && isWatched(route, node))
    .map((route) => ({ wait: routeWait(node, route), deadlineNs: CARRIER }))
