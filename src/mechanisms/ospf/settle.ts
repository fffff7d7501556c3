import { routeState, type RouteWait } from '../route/data-kinds.ts'
import { seconds } from '../../model/time.ts'
import type { Topology } from '../../model/topology.ts'
import { isInstalled } from '../../theory/dynamic-route.ts'
import type { Wiring } from '../../theory/wiring.ts'
import { DAEMON_START, type Settle, type Settled } from '../contract/settle.ts'
import { linksOf, neighboursOf } from './data-links.ts'
import { OSPF_NEIGHBOUR, hasWatchedSpf, SPF_NAME, type NeighbourWait, type OspfWatch } from './data-neighbours.ts'
import { OSPF, ospfOf } from './data.ts'

/** A database description that is lost is sent again after 5 s, and a link-state advertisement is held back for as long (RFC 2328 B, C.3). */
const EXCHANGE = seconds(20)

/** It has settled when the neighbours on links of two are Full, and each router has the routes that the shortest paths give it. */
export const ospfSettle: Settle = {
  waits,
  watched,
}

function waits({ topology, dynamicRoutes }: Wiring): readonly Settled[] {
  const all = topology.nodes.flatMap((node) => ospfOf(node)?.interfaces ?? [])
  const helloNs = Math.max(0, ...all.map((one) => one.helloNs))
  // A router waits for so long before it takes part in an election (RFC 2328 9.4: WaitTimer).
  const waitNs = Math.max(0, ...all.map(({ network, deadNs }) => (network === 'broadcast' ? deadNs : 0)))
  const deadlineNs = DAEMON_START + waitNs + 2 * helloNs + EXCHANGE
  const links = linksOf(topology).filter(({ ends: [{ one }] }) => one.network === 'point-to-point')
  const neighbours = links.flatMap(({ ends }) =>
    ends.map(({ at }): NeighbourWait => ({ wait: OSPF_NEIGHBOUR, node: at.node, name: at.interface })),
  )
  const routes = [...dynamicRoutes].flatMap(([node, own]) =>
    own.flatMap((route): readonly RouteWait[] =>
      route.by === OSPF && isInstalled(route, own)
        ? [{ wait: 'route', node, name: route.to, state: routeState(route.vias) }]
        : [],
    ),
  )
  return [...neighbours, ...routes].map((wait) => ({ wait, deadlineNs }))
}

function watched(topology: Topology): OspfWatch {
  const ospfNeighbours = neighboursOf(topology)
  const ospfSpf = topology.nodes.flatMap((node) =>
    hasWatchedSpf(node) ? [{ node: node.name, name: SPF_NAME } as const] : [],
  )
  return ospfNeighbours.length === 0 ? {} : { ospfNeighbours, ospfSpf }
}
