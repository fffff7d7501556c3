import { routeState, type RouteWait } from '../route/data-kinds.ts'
import type { Problem } from '../../model/problem.ts'
import { seconds, type Ns } from '../../model/time.ts'
import type { Topology } from '../../model/topology.ts'
import { isInstalled } from '../../theory/dynamic-route.ts'
import type { Wiring } from '../../theory/wiring.ts'
import { DAEMON_START, type Broken, type Reversion, type Settle, type Settled } from '../contract/settle.ts'
import { frrFile } from '../frr/data.ts'
import { sessionNames, type BgpSessionWait, type BgpWatch } from './data-kinds.ts'
import { BGP, bgpOf } from './data.ts'
import { sessionsOf } from './data-sessions.ts'
import { Speakers } from './theory-paths.ts'

/** From a session that is established until every router has chosen: initial updates are collected, and further routers come after it. */
const UPDATES = seconds(10)

/** It has settled when each session is established, and each router has the routes that the announcements of all others give it. */
export const bgpSettle: Settle = {
  waits,
  watched,
  reversions,
  warnings: ({ topology }) => ambiguous(topology),
}

function ambiguous(topology: Topology): readonly Problem[] {
  const sessions = sessionsOf(topology)
  if (sessions.length === 0 || Speakers.settled(topology, sessions) !== null) return []
  return [
    {
      code: 'ambiguous-policies',
      what: 'the policies of BGP contradict each other: its updates never end, or their order decides which routes are left (RFC 4264), and nothing has a window',
      next: 'local preferences that follow one order, such as customers before peers before providers',
    },
  ]
}

function watched(topology: Topology): BgpWatch {
  const bgpSessions = sessionNames(topology)
  return bgpSessions.length === 0 ? {} : { bgpSessions }
}

function waits({ topology, dynamicRoutes }: Wiring): readonly Settled[] {
  const deadlineNs = DAEMON_START + againNs(topology)
  const silent = topology.nodes.filter(({ files }) => frrFile('bgpd') in files).map(({ name }) => name)
  const sessions = sessionNames(topology)
    .filter(({ node }) => !silent.includes(node))
    .map(({ node, name }) => ({ wait: { wait: 'bgpSession', node, name } satisfies BgpSessionWait, deadlineNs }))
  const routes = [...dynamicRoutes].flatMap(([node, own]) =>
    own.flatMap((route): readonly Settled[] => {
      if (route.by !== BGP || !isInstalled(route, own)) return []
      const wait: RouteWait = { wait: 'route', node, name: route.to, state: routeState(route.vias) }
      return [{ wait, deadlineNs }]
    }),
  )
  return [...sessions, ...routes]
}

/** Both ends try to connect again, may do so at once and try once more; then come the updates. */
function againNs({ nodes }: Topology): Ns {
  const features = nodes.flatMap((node) => bgpOf(node) ?? [])
  const connectNs = Math.max(0, ...features.flatMap(({ neighbours }) => neighbours.map((one) => one.connectNs)))
  const advertisementNs = Math.max(0, ...features.map((one) => one.advertisementNs))
  return 2 * connectNs + UPDATES + features.length * advertisementNs
}

/** A session that is lost comes back once both ends have connected again; a silence that is shorter than the hold time costs none. */
function reversions({ topology }: Wiring, { moved }: Broken): readonly Reversion[] {
  const isMoved = moved === null || moved.some((one) => one.watch === 'route')
  if (!isMoved || topology.nodes.every((node) => bgpOf(node) === undefined)) return []
  return [{ ns: againNs(topology), because: 'BGP connects again, and its updates come' }]
}
