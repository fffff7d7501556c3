import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Endpoint } from '../../model/topology.ts'

export const TREE_PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking', 'discarding'] as const

/** The port of a spanning tree; a rapid one's is `discarding` where another one is `listening` or `blocking`. */
export interface TreePortState extends StateMatch {
  readonly watch: 'stpPort'
  readonly state: (typeof TREE_PORT_STATES)[number]
}

/** Where the ports of a spanning tree come to rest: a rapid one's alternate ports are discarding. */
export type TreePortRest = 'forwarding' | 'blocking' | 'discarding'

/** The port has come to rest in this state. */
export interface TreePortWait extends NamedWait {
  readonly wait: 'stpPort'
  readonly node: string
  readonly name: string
  readonly state: TreePortRest
}

/** A configuration BPDU received at this port. `rapid`: of a rapid spanning tree. */
export interface Bpdu extends PhaseEvent, Endpoint {
  readonly event: 'bpdu'
  readonly rapid?: true
}

export const bpdu = (at: Omit<Bpdu, 'event'>): Bpdu => ({ event: 'bpdu', ...at })

export interface WatchedTreePort {
  readonly node: string
  readonly name: string
}

/** Absent: none. A node that runs Open vSwitch writes its ports' states into a FIFO. */
export type TreeWatch = { readonly stpPorts?: readonly WatchedTreePort[]; readonly openVSwitches?: readonly string[] }

export const watchedTreePorts = (watch: WatchPlan): readonly WatchedTreePort[] =>
  (watch.stpPorts ?? []) as readonly WatchedTreePort[]

/** Names of nodes. */
export const watchedOpenVSwitches = (watch: WatchPlan): readonly string[] =>
  (watch.openVSwitches ?? []) as readonly string[]
