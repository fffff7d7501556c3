import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Node } from '../../model/topology.ts'

/** How a mechanism reads: in pictures, in plans and on a timeline. */
export interface Text {
  /** What a picture says of a node, a line each. Default: nothing. */
  readonly nodeLines?: (node: Node) => readonly string[]
  /** What is watched of it, a line each. Default: nothing. */
  readonly watched?: (watch: WatchPlan) => readonly string[]
  /** By kind of state: the word before it on a timeline, at most eight letters. */
  readonly states: Readonly<Record<string, string>>
  /** By kind of wait: what is awaited. */
  readonly waits: Readonly<Record<string, Says<NamedWait>>>
  /** By kind of timer event: what happens then. */
  readonly events: Readonly<Record<string, Says<PhaseEvent>>>
}

/** Its own mechanism alone makes values of a kind, so it may take a narrower type than `Value`. */
export type Says<Value> = { says(value: Value): string }['says']
