import type { JournalEvent } from '../model/journal.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import type { ExperimentSummary, Summary, TrialSummary } from './schema.ts'

/** What the report knows of one experiment. */
export interface Chapter {
  readonly summary: Summary
  readonly plan: Plan
  readonly experiment: ExperimentSummary
  readonly planned: ExperimentPlan
  /** The journal of a trial of this experiment. */
  journal(trial: number): readonly JournalEvent[]
}

/** The trials that may be concluded from. */
export const counted = (experiment: ExperimentSummary): readonly TrialSummary[] =>
  experiment.trials.filter((trial) => trial.doubts.length === 0)

/** Of all experiments, those that count and those that do not. */
export const trialCount = ({ experiments }: Summary): number =>
  experiments.reduce((all, { trials }) => all + trials.length, 0)
