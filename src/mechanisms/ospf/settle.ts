import { routeState, type RouteWait } from '../route/data-kinds.ts'
import { seconds } from '../../model/time.ts'
import type { Wiring } from '../../theory/wiring.ts'
import { DAEMON_START, type Settle, type Settled } from '../contract/settle.ts'
import { unreadWarnings } from '../frr/settle.ts'
import { OSPF, ospfOf } from './data.ts'

/** A database description that is lost is sent again after 5 s, and a link-state advertisement is held back for as long (RFC 2328 B, C.3). */
const EXCHANGE = seconds(20)

/** It has settled when each router has the routes that the shortest paths give it. */
export const ospfSettle: Settle = {
  waits,
  watched: () => ({}),
  warnings: ({ topology }) => topology.nodes.flatMap((node) => unreadWarnings(node, ospfOf(node)?.own?.unread)),
}

function waits({ topology, dynamicRoutes }: Wiring): readonly Settled[] {
  const all = topology.nodes.flatMap((node) => ospfOf(node)?.interfaces ?? [])
  const helloNs = Math.max(0, ...all.map((one) => one.helloNs))
  // A router waits for so long before it takes part in an election (RFC 2328 9.4: WaitTimer).
  const waitNs = Math.max(0, ...all.map(({ network, deadNs }) => (network === 'broadcast' ? deadNs : 0)))
  return [...dynamicRoutes].flatMap(([node, routes]) =>
    routes.flatMap(({ by, to, vias }): readonly Settled[] => {
      if (by !== OSPF) return []
      const wait: RouteWait = { wait: 'route', node, name: to, state: routeState(vias) }
      return [{ wait, deadlineNs: DAEMON_START + waitNs + 2 * helloNs + EXCHANGE }]
    }),
  )
}
