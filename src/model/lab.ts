/*
 * The room of the model: the nouns and units that all other rooms share, as plain data.
 * It owns topology, operation, plan, fault, effect, target, window, measure, journal event, problem, and time in nanoseconds.
 * It never imports another room, and has no rules beyond the meaning of a noun.
 * Begin here: a lab is a topology (`topology.ts`), traffic (`traffic.ts`) and experiments with faults (`fault.ts`) and targets
 * (`target.ts`). `plan.ts` and `operation.ts` are what will be done, `journal.ts` what was seen, `window.ts` what theory predicts,
 * `measure.ts` what a trial measured.
 */
import type { Fault } from './fault.ts'
import type { Ns } from './time.ts'
import type { Target } from './target.ts'
import type { Topology } from './topology.ts'
import type { Traffic } from './traffic.ts'

/** A lab, validated; its name is its file's. */
export interface Lab {
  readonly topology: Topology
  readonly traffic: Readonly<Record<string, Traffic>>
  readonly experiments: readonly Experiment[]
}

/** `full`: redundant before the fault, with evidence. `naive`: carrier up, bond up, ping works. */
export type GateKind = 'full' | 'naive'

export interface Experiment {
  readonly name: string
  readonly fault: Fault
  /** There from the start, and silent until the failover. */
  readonly drift: Fault | null
  readonly holdNs: Ns
  /** How long traffic is watched after healing. */
  readonly recoverNs: Ns
  readonly trials: number
  readonly gate: GateKind
  /** Every flow must be clean for so long before the fault. */
  readonly settleNs: Ns
  /** Switch over and back once before the gate, so that the standby is proven. */
  readonly rehearse: boolean
  readonly targets: readonly Target[]
  /** `file:line` of its declaration, where that is known. */
  readonly where?: string
  /** `file:line:column` of each of its targets, in their order; null: not known. */
  readonly targetPlaces?: readonly (string | null)[]
}

/** The same of a whole lab, by the name of the experiment. */
export type TargetPlaces = Readonly<Record<string, readonly (string | null)[]>>

export const placesOfTargets = ({ experiments }: Lab): TargetPlaces =>
  Object.fromEntries(experiments.map(({ name, targetPlaces = [] }) => [name, targetPlaces]))
