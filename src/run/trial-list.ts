import type { ExperimentPlan, FaultVariant, Plan, TrialInput } from '../model/plan.ts'
import type { RunTrial } from '../report/run-event.ts'
import { trialDeadline } from './deadline.ts'
import { drawn } from './draw.ts'
import { trialPhases, trialSeed } from './seed.ts'

/** One guest's work; its id is its folder below `trials/`. */
export interface Trial extends RunTrial {
  readonly input: TrialInput
}

export interface TrialChoice {
  readonly seed: number
  /** This trial of each experiment alone: to look at, not to judge. */
  readonly trial: number | null
  readonly pcap: boolean
}

/** All trials of a run in the journal's order: of each experiment the control, then trial 0, 1, … */
export function listTrials(plan: Plan, choice: TrialChoice): readonly Trial[] {
  return plan.experiments.flatMap((experiment, number) =>
    indexes(experiment, choice.trial).map((index): Trial => {
      const { name } = experiment
      const seed = trialSeed(choice.seed, name, index)
      return {
        experiment: number,
        name,
        index,
        id: `${number}-${index ?? 'control'}`,
        seed,
        input: {
          plan: aloneIn(plan, drawn(experiment, seed)),
          experiment: 0,
          trial: index,
          seed,
          phases: trialPhases(choice.seed, name, index),
          deadlineNs: trialDeadline(plan, experiment),
          pcap: choice.pcap,
        },
      }
    }),
  )
}

const indexes = ({ trials }: ExperimentPlan, only: number | null): readonly (number | null)[] =>
  only === null ? [null, ...Array.from({ length: trials }, (_, index) => index)] : [only]

/**
 * The plan as a trial's guest sees it: its experiment alone, and nothing of what only the judge reads.
 * So a trial repeats to the nanosecond whatever else the lab holds, however many trials it asks for, whatever it promises and
 * whatever theory says of it.
 */
const aloneIn = (plan: Plan, experiment: ExperimentPlan): Plan => ({
  ...without(plan, 'model'),
  experiments: [
    {
      ...without(experiment, 'driftEffects'),
      trials: 1,
      targets: [],
      variants: experiment.variants.map(withoutTheory),
    },
  ],
})

const without = <Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<Value, Key>

/** What a guest does is the same whatever theory says of it. */
export const withoutTheory = (variant: FaultVariant): FaultVariant => ({
  ...variant,
  windows: [],
  silent: [],
  returns: [],
  preferred: [],
})
