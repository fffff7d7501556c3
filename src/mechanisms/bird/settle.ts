import { ms, seconds, type Ns } from '../../model/time.ts'
import type { Topology } from '../../model/topology.ts'
import type { Wiring } from '../../theory/wiring.ts'
import { trackedSessionsOf } from '../bfd/data-tracked.ts'
import { bfdOf } from '../bfd/data.ts'
import { trackedRoutes } from '../../model/route.ts'
import { DAEMON_START, type Broken, type Reversion, type Settle, type Settled } from '../contract/settle.ts'
import { routeWait } from '../route/data.ts'

/** It has settled when the kernel has every route that is tracked: then BFD with their gateways is up. */
export const birdSettle: Settle = { waits, watched: () => ({}), reversions }

function waits({ topology }: Wiring): readonly Settled[] {
  const deadlineNs = DAEMON_START + comesUpNs(topology)
  return topology.nodes.flatMap((node) =>
    trackedRoutes(node).map((route) => ({ wait: routeWait(node, route), deadlineNs })),
  )
}

/** A session that is down sends a packet a second (RFC 5880 6.8.3), and is up after three of them: Down, Init, Up. */
function comesUpNs(topology: Topology): Ns {
  const intervals = trackedSessionsOf(topology).flatMap(({ ends }) =>
    ends.map(({ node }) => bfdOf(node)?.intervalNs ?? 0),
  )
  return 3 * Math.max(seconds(1), ...intervals) + ms(500)
}

/** The route comes back once BFD is up again. */
function reversions({ topology }: Wiring, { moved }: Broken): readonly Reversion[] {
  const isMoved = moved === null || moved.some((one) => one.watch === 'route')
  if (!isMoved || trackedSessionsOf(topology).length === 0) return []
  return [{ ns: comesUpNs(topology), because: 'BFD comes up again, and BIRD gives the kernel its route back' }]
}
