import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Endpoint, Topology } from '../../model/topology.ts'
import type { Data } from '../contract/data.ts'
import { namedByInterface } from '../frr/data.ts'
import { containedLog } from '../frr/data-own.ts'
import { sessionsOf } from './data-sessions.ts'

export const BGP_SESSION_STATES = ['Established', 'Down'] as const

/** A session with a neighbour, as the router's daemon reports it: `name` is the router's interface. Down is every other state of RFC 4271 8.2.2. */
export interface BgpSessionState extends StateMatch {
  readonly watch: 'bgpSession'
  readonly state: (typeof BGP_SESSION_STATES)[number]
}

/** Established. */
export interface BgpSessionWait extends NamedWait {
  readonly wait: 'bgpSession'
  readonly node: string
  readonly name: string
}

/** A keepalive that a router's interface receives from the neighbour with this address. */
export interface BgpKeepalive extends PhaseEvent, Endpoint {
  readonly event: 'bgpKeepalive'
  readonly address: string
}

export const bgpKeepalive = (of: Omit<BgpKeepalive, 'event'>): BgpKeepalive => ({ event: 'bgpKeepalive', ...of })

/** A neighbour of a router, as a state names it: by the router's interface, and by its address where there are several behind it. */
export interface WatchedSession {
  readonly node: string
  readonly name: string
  readonly address: string
  /** Where the router's daemon writes what becomes of it. Default: `bgpd.log`. */
  readonly log?: string
}

export type BgpWatch = { readonly bgpSessions?: readonly WatchedSession[] }

export const watchedSessions = (watch: WatchPlan): readonly WatchedSession[] =>
  (watch['bgpSessions'] ?? []) as readonly WatchedSession[]

export function sessionNames(topology: Topology): readonly WatchedSession[] {
  const ends = sessionsOf(topology).flatMap((session) => session.ends)
  const named = namedByInterface(
    ends.map(({ at, node, neighbour: { address } }) => ({ ...at, address, ...containedLog(node) })),
  )
  return named.map(({ node, name, address, log }) => ({ node, name, address, ...(log === undefined ? {} : { log }) }))
}

export const bgpData: Data = {
  states: {
    bgpSession: {
      values: BGP_SESSION_STATES,
      objects: ({ name: node }, topology) =>
        sessionNames(topology).flatMap((one) => (one.node === node ? [one.name] : [])),
    },
  },
}
