import { gatewaysOf, untrackedRoutes, type Route } from '../../model/route.ts'
import { formatNs, ms, type Ns } from '../../model/time.ts'
import type { Node, Topology } from '../../model/topology.ts'
import type { Change } from '../../theory/change.ts'
import type { DynamicRoute, NodeRoutes } from '../../theory/dynamic-route.ts'
import type { Asked, Theory } from '../contract/theory.ts'
import { NO_ROUTE, routeState, type RouteState } from '../route/data-kinds.ts'
import { BIRD_CONF, runsBird } from './data.ts'
import { choicesOf, destinationOf } from './data-best.ts'
import { lossesOf, type Loss } from './theory-losses.ts'

const BIRD = 'bird'

/** From the end of a session until the kernel has its routes: the thread of BFD wakes that of the routes. */
const REACTS_NS: Ns = ms(10)

/**
 * BIRD withdraws a route as soon as BFD with its gateway is down, `multiplier` intervals after the gateway's last packet: [(m − 1)·T,
 * m·T]. It does not look at the carrier, so that a cut takes as long as silence. Then the kernel uses the next route that it has: that of
 * BIRD with the next metric, one that is always there, or one to a larger network.
 */
export const birdTheory: Theory = {
  routes: (topology) => settledRoutes(topology),
  changes: (asked) => ({ changes: movesOf(asked).changes, blocked: [] }),
  silence: (asked) => movesOf(asked).silence,
  runs: runsBird,
  foreign: ({ files }) => (BIRD_CONF in files ? [{ because: 'brings its own bird.conf', addresses: null }] : []),
}

const settledRoutes = ({ nodes }: Topology): readonly NodeRoutes[] =>
  nodes.flatMap((node) => {
    const routes = [...choicesOf(node)].flatMap(([to, [best]]) => (best === undefined ? [] : [dynamic(to, best)]))
    return routes.length === 0 ? [] : [{ node: node.name, routes }]
  })

const dynamic = (to: string, route: Route | undefined): DynamicRoute => ({
  by: BIRD,
  to,
  vias: route === undefined ? [] : gatewaysOf(route),
  distance: 0,
  metric: route?.metric ?? 0,
  isSingle: true,
})

interface Moves {
  readonly changes: readonly Change[]
  /** Why their times are not known; null: they are. */
  readonly silence: string | null
}

function movesOf(asked: Asked): Moves {
  const losses = lossesOf(asked)
  if (typeof losses === 'string') return { changes: [], silence: losses }
  const moves = asked.before.wiring.topology.nodes.flatMap((node) => {
    const own = losses.filter(({ end }) => end.node === node)
    return [...choicesOf(node)].flatMap(([to, choices]) => moveOf(node, to, choices, own) ?? [])
  })
  return {
    changes: moves.map(({ change }) => change),
    silence: moves.find(({ silence }) => silence !== null)?.silence ?? null,
  }
}

/** null: the route that is used stays. */
function moveOf(
  node: Node,
  to: string,
  choices: readonly Route[],
  losses: readonly Loss[],
): { readonly change: Change; readonly silence: string | null } | null {
  const lossOf = ({ via }: Route): Loss | undefined => losses.find(({ end }) => end.far === via)
  const next = choices.find((one) => lossOf(one) === undefined)
  const lost = (next === undefined ? choices : choices.slice(0, choices.indexOf(next))).flatMap(
    (one) => lossOf(one) ?? [],
  )
  const [loss] = lost
  if (loss === undefined) return null
  const isOne = lost.every(({ end }) => end.far === loss.end.far)
  return {
    change: changeOf(node, to, next, loss),
    silence: isOne ? null : `BFD takes several gateways from ${node.name}'s routes to ${to}, each at a time of its own`,
  }
}

function changeOf(node: Node, to: string, next: Route | undefined, { end, lowNs, highNs }: Loss): Change {
  return {
    reaction: { react: 'routes', node: node.name, routes: [dynamic(to, next)] },
    after: null,
    lowNs,
    highNs: highNs + REACTS_NS,
    because: `BFD of ${node.name} with ${end.far} is down ${formatNs(lowNs)} to ${formatNs(highNs)} after the fault, and BIRD withdraws the route to ${to} within ${formatNs(REACTS_NS)}`,
    source: 'RFC 5880 6.8.4, 6.8.7; BIRD proto/static/static.c: static_update_bfd',
    detection: {
      watch: 'route',
      node: node.name,
      name: to,
      state: stateAfter(node, to, next),
    } satisfies RouteState,
    phase: null,
  }
}

/** Of those that the kernel then has, the one with the lowest metric. */
function stateAfter(node: Node, to: string, next: Route | undefined): string {
  const [used] = [...untrackedRoutes(node), ...(next === undefined ? [] : [next])]
    .filter((route) => route.table === undefined && destinationOf(route) === to)
    .toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0))
  if (used === undefined) return NO_ROUTE
  const gateways = gatewaysOf(used)
  return used.refuse ?? (gateways.length === 0 ? 'direct' : routeState(gateways))
}
