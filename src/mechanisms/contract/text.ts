import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Node, Topology } from '../../model/topology.ts'

/** How a mechanism reads: in pictures, in plans and on a timeline. */
export interface Text {
  /** What a picture says of a node, a line each. Default: nothing. */
  readonly nodeLines?: (node: Node) => readonly string[]
  /** What a drawn node shows of it, a few words each. Default: nothing. */
  readonly labels?: (node: Node, topology: Topology) => readonly NodeLabel[]
  /** Nodes that do its work together, and are drawn in one frame. Default: none. */
  readonly groups?: (topology: Topology) => readonly JointNodes[]
  /** What is watched of it, a line each. Default: nothing. */
  readonly watched?: (watch: WatchPlan) => readonly string[]
  /** By kind of state: the word before it on a timeline, at most eight letters. */
  readonly states: Readonly<Record<string, string>>
  /** By kind of wait: what is awaited. */
  readonly waits: Readonly<Record<string, Says<NamedWait>>>
  /** By kind of timer event: what happens then. */
  readonly events: Readonly<Record<string, Says<PhaseEvent>>>
}

export interface NodeLabel {
  readonly text: string
  /** Configured to be in use while nothing fails, or to stand by. Absent: it has no such role. */
  readonly isActive?: boolean
  /** The state that says whether it is in use now. Absent: none does. */
  readonly now?: LabelState
}

/** In use while the object has the state. */
export interface LabelState {
  readonly watch: string
  readonly name: string
  readonly active: string
}

export interface JointNodes {
  readonly nodes: readonly string[]
  /** `VRID 10`. */
  readonly title: string
  /** What they share: `10.0.10.1`. */
  readonly shared: readonly string[]
}

/** Its own mechanism alone makes values of a kind, so it may take a narrower type than `Value`. */
export type Says<Value> = { says(value: Value): string }['says']
