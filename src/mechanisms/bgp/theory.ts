import { isReason, reason, type Reason } from '../../model/reason.ts'
import { routeState, type RouteState } from '../route/data-kinds.ts'
import { ms, type Ns } from '../../model/time.ts'
import { endpointText, type Topology } from '../../model/topology.ts'
import type { Change, Reactions } from '../../theory/change.ts'
import type { DynamicRoute, NodeRoutes } from '../../theory/dynamic-route.ts'
import type { Asked, Theory } from '../contract/theory.ts'
import { foreignDaemon } from '../frr/theory.ts'
import { BGP, bgpOf } from './data.ts'
import { sessionsOf, type BgpSession } from './data-sessions.ts'
import { lossesOf, type Losses, type Notice } from './theory-losses.ts'
import { keepalivePhases } from './theory-phases.ts'
import { distanceOf, Speakers, viasOf, type Step } from './theory-paths.ts'
import { storiesOf, type Story } from './theory-stories.ts'

/**
 * From the end of a session until the kernel has other routes: bgpd collects what a lost neighbour had announced for 10 ms
 * (bgp_clear_route) and prefixes for 50 ms before it chooses (bgp_process_queue_init), zebra for 10 ms (rib_queue_init). 73 ms measured.
 */
const REACTS_NS: Ns = ms(100)

/** From one kernel to that of the neighbour: its bgpd collects prefixes for 50 ms. 51 ms measured. */
const UPDATES_NS: Ns = ms(70)

const SOURCE = {
  carrier: 'bgpd/bgp_zebra.c: bgp_ifp_down (fast external failover); bgpd/bgp_route.c: bgp_process_queue_init',
  bfd: 'RFC 5880 6.8.4, 6.8.7; bgpd/bgp_bfd.c: bfd_session_status_update',
  hold: 'RFC 4271 4.2, 6.5: HoldTimer; bgpd/bgp_fsm.c: bgp_holdtime_timer',
  kept: 'RFC 4724 4.2; RFC 8538 4; bgpd/bgp_fsm.c: bgp_graceful_restart_timer_expire',
  update: 'RFC 4271 9.2; bgpd/bgp_route.c: bgp_process_queue_init',
} as const

const settledRoutes = (topology: Topology): readonly NodeRoutes[] => {
  const sessions = sessionsOf(topology)
  const speakers = sessions.length === 0 ? null : Speakers.settled(topology, sessions)
  return [...(speakers?.choices ?? [])].map(([node, chosen]): NodeRoutes => ({
    node,
    routes: [...chosen].flatMap(([to, paths]) =>
      viasOf(paths).length === 0 ? [] : [route(to, viasOf(paths), distanceOf(paths))],
    ),
  }))
}

const route = (to: string, vias: readonly string[], distance: number): DynamicRoute => ({ by: BGP, to, vias, distance })

/**
 * A router drops a neighbour at once when its own interface loses its carrier (fast external failover). Otherwise it does so when BFD
 * ends their session, or the hold time H after the last keepalive. That came up to K before the fault: [H − K, H]. The kernel has other
 * routes up to 100 ms later, that of a further router up to 70 ms after each update on the way. Every router's choice is
 * computed update by update; where the order of updates decides there is no window.
 */
export const bgpTheory: Theory = {
  routes: settledRoutes,
  changes,
  silence: (asked) => {
    const told = tell(asked)
    return isReason(told) ? told : null
  },
  phases: ({ topology }) => keepalivePhases(topology),
  runs: (node) => bgpOf(node) !== undefined,
  foreign: (node) => (bgpOf(node) === undefined ? [] : foreignDaemon(node)),
}

interface Told {
  readonly losses: Losses
  readonly stories: readonly (Story & { readonly notice: Notice })[]
}

/** What follows from each loss; a text: why that cannot be said. */
function tell(asked: Asked): Told | Reason {
  const { topology } = asked.broken.wiring
  const losses = lossesOf(asked)
  if (isReason(losses)) return losses
  if (losses.notices.length === 0) return { losses, stories: [] }
  if (topology.nodes.some((node) => bgpOf(node)?.dampening !== undefined))
    return reason(
      'bgp-dampening',
    )`a router that dampens flaps keeps a route from use by how often it has come and gone before, and until when is not modelled`
  const speakers = Speakers.settled(topology, losses.sessions)
  const isLost = ({ ends }: BgpSession): boolean =>
    losses.notices.some((one) => ends.some((end) => one.ends.includes(end)))
  const left = losses.sessions.filter((one) => !isLost(one))
  if (speakers === null || Speakers.settled(topology, left) === null)
    return reason(
      'bgp-policies',
    )`the policies of BGP contradict each other: its updates never end, or their order decides which routes are left`
  const stories = storiesOf(speakers, losses)
  return isReason(stories) ? stories : { losses, stories }
}

function changes(asked: Asked): Reactions {
  const told = tell(asked)
  if (isReason(told)) return { changes: [], blocked: [] }
  const { topology } = asked.broken.wiring
  const advertisementNs = Math.max(0, ...topology.nodes.map((node) => bgpOf(node)?.advertisementNs ?? 0))
  return { changes: told.stories.flatMap((story) => changesOf(story, story.notice, advertisementNs)), blocked: [] }
}

/** One for each router and round. What an update brings about follows what led to that. */
function changesOf({ moves }: Story, notice: Notice, advertisementNs: Ns): readonly Change[] {
  const made = new Map<Step, Change>()
  const found = new Map<string, Change>()
  for (const { first, last, inOrder } of moves) {
    const cause = inOrder ? causeOf(first, made) : null
    const key = `${first.node} ${String(first.round)} ${String(last.round)} ${cause === null ? '' : `${cause.node} ${String(cause.round)}`}`
    const after = cause === null ? null : (made.get(cause) ?? null)
    const rounds = last.round - (cause === null ? 0 : cause.round)
    const old = found.get(key)
    const routes = [
      ...(old?.reaction.react === 'routes' ? old.reaction.routes : []),
      route(last.to, last.vias, last.distance),
    ]
    const waitsNs = rounds * (UPDATES_NS + advertisementNs)
    const change: Change = {
      reaction: { react: 'routes', node: first.node, routes },
      after,
      lowNs: after === null ? notice.lowNs : 0,
      highNs: after === null ? notice.highNs + REACTS_NS + waitsNs : waitsNs,
      because: becauseOf(last, notice, advertisementNs),
      source: sourceOf(last, notice),
      detection: {
        watch: 'route',
        node: last.node,
        name: last.to,
        state: routeState(last.vias),
      } satisfies RouteState,
      phase: after === null ? notice.phase : null,
    }
    if (old === undefined) found.set(key, change)
    else found.set(key, Object.assign(old, change))
    made.set(last, found.get(key) ?? change)
  }
  return [...found.values()]
}

/** The last step before it, on the way to it, that has moved a kernel's routes. */
function causeOf(step: Step, made: ReadonlyMap<Step, Change>): Step | null {
  const [cause] = step.causes
  if (cause === undefined) return null
  return made.has(cause) ? cause : causeOf(cause, made)
}

const sourceOf = ({ round }: Step, { by, keptNs }: Notice): string =>
  [SOURCE[by], ...(keptNs > 0 ? [SOURCE.kept] : []), ...(round > 0 ? [SOURCE.update] : [])].join('; ')

function becauseOf({ node, round }: Step, notice: Notice, advertisementNs: Ns): Reason {
  const lost = lossReason(notice)
  if (round === 0)
    return reason('bgp-loses')`BGP: ${{ lost }}, and ${{ node }} has its new routes within ${{ withinNs: REACTS_NS }}`
  const updates = round === 1 ? '1 update' : `${String(round)} updates`
  return advertisementNs === 0
    ? reason(
        'bgp-updates',
      )`BGP: ${{ lost }}; ${{ node }} has its new routes ${{ updates }} later, each within ${{ withinNs: UPDATES_NS }}`
    : reason(
        'bgp-paced-updates',
      )`BGP: ${{ lost }}; ${{ node }} has its new routes ${{ updates }} later, each, which may wait ${{ advertisementNs }} within ${{ withinNs: UPDATES_NS }}`
}

function lossReason({ by, ends, lowNs, highNs, holdNs, keptNs }: Notice): Reason {
  const [end] = ends
  const at = end === undefined ? '' : endpointText(end.at)
  switch (by) {
    case 'carrier':
      return reason('bgp-carrier')`a router whose interface loses its carrier drops that neighbour at once`
    case 'bfd':
      return reason('bgp-bfd')`BFD ends the session of ${{ at }} ${{ lowNs }} to ${{ highNs }} after the fault`
    case 'hold':
      return keptNs === 0
        ? reason(
            'bgp-hold-time',
          )`the hold time of ${{ at }}, ${{ holdNs }}, ends ${{ lowNs }} to ${{ highNs }} after the fault`
        : reason(
            'bgp-graceful-restart',
          )`the hold time of ${{ at }}, ${{ holdNs }}, ends ${{ lowNs: lowNs - keptNs }} to ${{ highNs: highNs - keptNs }} after the fault, and graceful restart keeps the neighbour's routes for ${{ keptNs }} more`
  }
}
