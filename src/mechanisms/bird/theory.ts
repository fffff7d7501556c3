import { isReason, reason } from '../../model/reason.ts'
import { gatewaysOf, trackedRoutes, untrackedRoutes, type Route } from '../../model/route.ts'
import { ms, type Ns } from '../../model/time.ts'
import type { Node, Topology } from '../../model/topology.ts'
import type { Change } from '../../theory/change.ts'
import type { DynamicRoute, NodeRoutes } from '../../theory/dynamic-route.ts'
import type { Asked, Theory } from '../contract/theory.ts'
import { NO_ROUTE, routeState, type RouteState } from '../route/data-kinds.ts'
import { destinationOf } from '../route/data.ts'
import { BIRD_CONF, runsBird } from './data.ts'
import { lossesOf, type Loss } from './theory-losses.ts'

const BIRD = 'bird'

/** From the end of a session until the kernel has its routes: the thread of BFD wakes that of the routes. */
const REACTS_NS: Ns = ms(10)

/**
 * BIRD withdraws a route as soon as BFD with its gateway is down, `multiplier` intervals after the gateway's last packet: [(m − 1)·T,
 * m·T]. It does not look at the carrier, so that a cut takes as long as silence. Then the kernel uses the next route that it has: one
 * with another metric that is always there, or one to a larger network.
 */
export const birdTheory: Theory = {
  routes: (topology) => settledRoutes(topology),
  changes: (asked) => {
    const losses = lossesOf(asked)
    return { changes: isReason(losses) ? [] : changesOf(asked, losses), blocked: [] }
  },
  silence: (asked) => {
    const losses = lossesOf(asked)
    return isReason(losses) ? losses : null
  },
  runs: runsBird,
  foreign: ({ files }) =>
    BIRD_CONF in files ? [{ because: reason('own-bird-conf')`brings its own bird.conf`, addresses: null }] : [],
}

const settledRoutes = ({ nodes }: Topology): readonly NodeRoutes[] =>
  nodes.flatMap((node) => {
    const routes = trackedRoutes(node).map((route) => dynamic(destinationOf(route), route))
    return routes.length === 0 ? [] : [{ node: node.name, routes }]
  })

/** `route` undefined: BIRD has none to this destination any more. */
const dynamic = (to: string, route?: Route): DynamicRoute => ({
  by: BIRD,
  to,
  vias: route === undefined ? [] : gatewaysOf(route),
  distance: 0,
  metric: route?.metric ?? 0,
  isSingle: true,
})

function changesOf({ before }: Asked, losses: readonly Loss[]): readonly Change[] {
  return before.wiring.topology.nodes.flatMap((node) =>
    trackedRoutes(node).flatMap((route) => {
      const loss = losses.find(({ end }) => end.node === node && end.far === route.via)
      return loss === undefined ? [] : [changeOf(node, destinationOf(route), loss)]
    }),
  )
}

function changeOf(node: Node, to: string, { end, lowNs, highNs }: Loss): Change {
  return {
    reaction: { react: 'routes', node: node.name, routes: [dynamic(to)] },
    after: null,
    lowNs,
    highNs: highNs + REACTS_NS,
    because: reason(
      'bird-withdraws',
    )`BFD of ${{ node: node.name }} with ${{ neighbour: end.far }} is down ${{ lowNs }} to ${{ highNs }} after the fault, and BIRD withdraws the route to ${{ to }} within ${{ withinNs: REACTS_NS }}`,
    source: 'RFC 5880 6.8.4, 6.8.7; BIRD proto/static/static.c: static_update_bfd',
    detection: {
      watch: 'route',
      node: node.name,
      name: to,
      state: stateAfter(node, to),
    } satisfies RouteState,
    phase: null,
  }
}

/** Of those that the kernel then has, the one with the lowest metric. */
function stateAfter(node: Node, to: string): string {
  const [used] = untrackedRoutes(node)
    .filter((route) => route.table === undefined && destinationOf(route) === to)
    .toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0))
  if (used === undefined) return NO_ROUTE
  const gateways = gatewaysOf(used)
  return used.refuse ?? (gateways.length === 0 ? 'direct' : routeState(gateways))
}
