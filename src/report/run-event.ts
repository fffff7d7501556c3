import type { JournalEvent } from '../model/journal.ts'
import type { KernelFacts } from '../model/job.ts'
import type { TrialMeasure } from '../model/measure.ts'
import type { Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import type { Ns } from '../model/time.ts'
import type { Summary, TargetSummary } from './schema.ts'

/**
 * What a run reports while it goes on. `run-started` comes first and `run-ended` last; of one trial `trial-started` comes before its beats
 * and states, and `trial-ended` after them. Trials run side by side, so that events of several alternate.
 */
export type RunEvent =
  RunStarted | LabDeploying | TrialStarted | Beat | StateSeen | TrialEnded | VerdictReached | EventsSkipped | RunEnded

/** What is known before the first guest starts. */
export interface RunStarted {
  readonly kind: 'run-started'
  /** Its name: that of its file, or the one that it was given. */
  readonly lab: string
  /** Everything that will be done. */
  readonly plan: Plan
  /** What is worth knowing before a run. */
  readonly warnings: readonly Problem[]
  readonly kernel: KernelFacts
  /** Why this kernel, and not one before it in the order. */
  readonly because: string
  /** What would make the run faster or repeatable; null where nothing would. */
  readonly advice: string | null
  readonly seed: number
  /** All that will run, in the journal's order: of each experiment the control, then trial 0, 1, … */
  readonly trials: readonly RunTrial[]
  /** Guests at once. */
  readonly guests: number
  /** Where the run leaves its files. */
  readonly folder: string
}

/** One trial of a run, by its name. */
export interface RunTrial {
  /** `0-control`, `0-7`: experiment and index. */
  readonly id: string
  /** Its number in the plan. */
  readonly experiment: number
  /** Of the experiment. */
  readonly name: string
  /** null: the control, a trial without the fault. */
  readonly index: number | null
  readonly seed: number
}

/** A lab of containers comes up. */
export interface LabDeploying {
  readonly kind: 'lab-deploying'
  /** `r1 container created`. */
  readonly text: string
}

export interface TrialStarted {
  readonly kind: 'trial-started'
  readonly trial: RunTrial
}

/** The trial's lab clock, about once in a second of it. */
export interface Beat {
  readonly kind: 'beat'
  readonly trial: RunTrial
  readonly labNs: Ns
}

/** A watcher saw a state of a bond, a port, a router, a session … change; the same record as in the journal. */
export interface StateSeen {
  readonly kind: 'state-seen'
  readonly trial: RunTrial
  readonly state: Extract<JournalEvent, { ev: 'state' }>
}

export interface TrialEnded {
  readonly kind: 'trial-ended'
  readonly trial: RunTrial
  /** How its guest failed; null: it did not. */
  readonly failure: { readonly code: string; readonly what: string; readonly next?: string } | null
  /** Instants and durations in nanoseconds; `doubts` say why nothing may be concluded from it. */
  readonly measure: TrialMeasure
  /** How long it took on the lab's clock. */
  readonly labNs: Ns
}

/**
 * A target is judged as soon as all trials of its experiment have ended; in an interrupted run at its end. Its `holes` are empty: where packets
 * ended is worked out at the end, for the summary.
 */
export interface VerdictReached {
  readonly kind: 'verdict'
  /** Number of the experiment in the plan, and its name. */
  readonly experiment: number
  readonly name: string
  /** As the summary has it. */
  readonly target: TargetSummary
  /** `file:line:column` of the target in the lab; null: not known. */
  readonly where: string | null
}

/** The reader was so slow that beats and states were dropped in this place; the journal has them. */
export interface EventsSkipped {
  readonly kind: 'events-skipped'
  readonly count: number
}

export interface RunEnded {
  readonly kind: 'run-ended'
  readonly report: RunReport
}

/** A run that is over, just now or long ago; its folder holds the same as files. */
export interface RunReport {
  /** `interrupted`: trials are missing, and nothing of the lab is left. */
  readonly status: Summary['status']
  readonly folder: string
  readonly plan: Plan
  /** What was seen, trial after trial: `journal.ndjson`. */
  readonly journal: readonly JournalEvent[]
  /** What was measured, and how each target was judged: `summary.json`. */
  readonly summary: Summary
}

export interface RunResult extends RunReport {
  /** What ended the run before all trials had ended; null: nothing, or its signal. */
  readonly failure: { readonly error: unknown } | null
  /** A lab of containers that stays when its run is over. */
  readonly kept: KeptLab | null
}

export interface KeptLab {
  readonly lab: string
  /** One of its containers. */
  readonly container: string
  /** What it was deployed from. */
  readonly topologyFile: string
}
