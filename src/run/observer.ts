import type { TrialMeasure } from '../model/measure.ts'
import type { Plan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import type { KernelFacts } from '../model/job.ts'
import type { GuestFailure } from './trial-journal.ts'
import type { Trial } from './trial-list.ts'

/** What is known before the first guest starts. */
export interface RunStart {
  readonly plan: Plan
  readonly kernel: KernelFacts
  /** Why this kernel, and not one before it in the order. */
  readonly because: string
  /** What would make the run faster or repeatable; null where nothing would. */
  readonly advice: string | null
  readonly seed: number
  readonly trials: readonly Trial[]
  /** Guests at once. */
  readonly guests: number
}

/** Who watches a run while it goes on. Calls come in the order of events; none may throw. */
export interface RunObserver {
  started(start: RunStart): void
  /** A lab of containers comes up: `r1 container created`. */
  deploying(text: string): void
  trialStarted(trial: Trial): void
  /** The trial's lab clock. */
  beat(trial: Trial, labNs: Ns): void
  trialEnded(trial: Trial, end: TrialEnd): void
}

export interface TrialEnd {
  readonly failure: GuestFailure | null
  /** null where the guest failed before it measured anything. */
  readonly measure: TrialMeasure | null
  readonly labNs: Ns
}
