import type { JournalEvent } from '../model/journal.ts'
import type { FlowMeasure, TrialMeasure } from '../model/measure.ts'
import type { OutsideWindow } from '../measure/window.ts'
import type { ExperimentPlan, FaultVariant } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import type { FaultInWords } from '../lab/live-fault.ts'

/** A fault that somebody has injected into a lab that is up. */
export interface BenchFault {
  /** Counted from 1. */
  readonly number: number
  readonly words: FaultInWords
  readonly planned: ExperimentPlan
  /** The variant that was taken: of a role, its cable at that instant. */
  readonly variant: FaultVariant
  readonly injectedNs: Ns
  /** Why theory's windows, which are of a lab as it was built, do not bound what this fault does; null: they do. */
  readonly unbound: string | null
  readonly healedNs: Ns | null
  /** Its outages are counted: until nothing is lost any more, and again from its healing until it is measured. */
  readonly isWatched: boolean
  /** Measured as a trial, once it is healed and what followed was watched; null: not yet. */
  readonly trial: TrialMeasure | null
}

/** One fault as the bench keeps it. */
export interface KeptFault extends BenchFault {
  /** The agent's number of it. */
  readonly request: number
  readonly start: JournalEvent
  /** Its gate, injection, proof and healing. */
  readonly events: readonly JournalEvent[]
  /** From when on streams are asked what they have lost. */
  readonly sinceNs: Ns
}

/** What happens in a lab that is up. */
export type BenchEvent =
  /** A watcher saw a change, so long after the last fault or healing; null: there was none. */
  | { readonly kind: 'state'; readonly state: Extract<JournalEvent, { ev: 'state' }>; readonly afterNs: Ns | null }
  | { readonly kind: 'injected'; readonly fault: BenchFault }
  /** What the fault has cost so far. */
  | { readonly kind: 'counted'; readonly fault: BenchFault; readonly flows: readonly FlowMeasure[]; readonly atNs: Ns }
  /** An outage that began with the fault is over, and the fault is still there. */
  | { readonly kind: 'recovered'; readonly fault: BenchFault; readonly flow: FlowMeasure }
  /** Nothing is lost any more, or is going to be. */
  | { readonly kind: 'quiet'; readonly fault: BenchFault; readonly flows: readonly FlowMeasure[] }
  | { readonly kind: 'healed'; readonly fault: BenchFault }
  /** The fault is healed, and what followed was watched. */
  | { readonly kind: 'measured'; readonly fault: BenchFault; readonly outside: readonly OutsideWindow[] }
