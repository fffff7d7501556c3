import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Topology } from '../../model/topology.ts'
import { sessionsOf } from '../bgp/data-sessions.ts'
import type { Data } from '../contract/data.ts'
import { namedByInterface } from '../frr/data.ts'
import { neighboursOf } from '../ospf/data-links.ts'
import { bfdOf } from './data.ts'

/** RFC 5880 4.1. */
export const BFD_SESSION_STATES = ['AdminDown', 'Down', 'Init', 'Up'] as const

/** A session with a neighbour, as the router's daemon reports it: `name` is the router's interface. */
export interface BfdSessionState extends StateMatch {
  readonly watch: 'bfdSession'
  readonly state: (typeof BFD_SESSION_STATES)[number]
}

/** Up. */
export interface BfdSessionWait extends NamedWait {
  readonly wait: 'bfdSession'
  readonly node: string
  readonly name: string
}

/** A neighbour of a router, as a state names it: by the router's interface, and by its address where there are several behind it. */
export interface WatchedSession {
  readonly node: string
  readonly name: string
  readonly interface: string
  readonly address: string
}

export type BfdWatch = { readonly bfdSessions?: readonly WatchedSession[] }

export const watchedSessions = (watch: WatchPlan): readonly WatchedSession[] =>
  (watch['bfdSessions'] ?? []) as readonly WatchedSession[]

/** Each pair of routers has one session on a network, whichever protocols ask for it. */
export function bfdSessionsOf(topology: Topology): readonly WatchedSession[] {
  const withBfd = new Set(topology.nodes.flatMap((node) => (bfdOf(node) === undefined ? [] : [node.name])))
  const asked = [
    ...sessionsOf(topology).flatMap(({ ends: [a, b] }) => [
      { ...a.at, address: b.address, far: b.at.node },
      { ...b.at, address: a.address, far: a.at.node },
    ]),
    ...neighboursOf(topology),
  ].filter(({ node, far }) => withBfd.has(node) && withBfd.has(far))
  const isSame = (a: (typeof asked)[number], b: (typeof asked)[number]): boolean =>
    a.node === b.node && a.interface === b.interface && a.address === b.address
  return namedByInterface(
    asked
      .filter((one, at) => asked.findIndex((other) => isSame(one, other)) === at)
      .map(({ node, interface: device, address }) => ({ node, interface: device, address })),
  )
}

export const bfdData: Data = {
  states: {
    bfdSession: {
      values: BFD_SESSION_STATES,
      objects: ({ name: node }, topology) =>
        bfdSessionsOf(topology).flatMap((one) => (one.node === node ? [one.name] : [])),
    },
  },
}
