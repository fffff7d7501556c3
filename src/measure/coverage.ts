import { largestGap } from '../model/gap.ts'
import type { PhaseMeasure, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'

/** How evenly the trials of an experiment lie in the period of one timer. */
export interface Coverage {
  readonly timer: string
  readonly source: PhaseMeasure['source']
  readonly periodNs: Ns
  /** A trial could choose its phase; else it was only seen. */
  readonly chosen: boolean
  /** Trials whose phase is known, and all that should have one. */
  readonly trials: number
  readonly of: number
  /** Between two neighbouring phases, and where all were equally far apart. */
  readonly largestGapNs: Ns
  readonly evenGapNs: Ns
  readonly covered: boolean
}

/** A timer's own jitter, as a share of its period. */
const JITTER = 0.01
/** What is only seen is covered once each quarter of its period was met. */
const QUARTER = 0.25

/**
 * Of each timer: those that theory names for the faults that were injected, and what the trials found. Covered is a timer
 * whose phase is known in all trials, two at least, and leaves no gap larger than twice that of equal spacing; one whose
 * phase could not be chosen also where no gap is larger than a quarter of its period.
 */
export function coverageOf(experiment: ExperimentPlan, trials: readonly TrialMeasure[]): Coverage[] {
  const counted = trials.filter(({ doubts }) => doubts.length === 0)
  const named = (trial: TrialMeasure) => experiment.variants[trial.variant]?.phases.named ?? []
  const timers = new Set(
    counted.flatMap((trial) => [
      ...named(trial).map(({ because }) => because),
      ...trial.phases.map(({ timer }) => timer),
    ]),
  )
  return [...timers].map((timer): Coverage => {
    const seen = counted.flatMap(({ phases }) => phases.filter((one) => one.timer === timer))
    const planned = counted.filter((trial) => named(trial).some(({ because }) => because === timer))
    const of = planned.length > 0 ? planned.length : counted.length
    const plannedNs = planned.flatMap(named).find(({ because }) => because === timer)?.periodNs ?? 0
    const periodNs = seen.length === 0 ? plannedNs : mean(seen.map((one) => one.periodNs))
    const gap = largestGap(seen.map(({ phase }) => phase))
    const chosen = seen.every(({ stepNs }) => stepNs !== null)
    const step = Math.max(0, ...seen.map(({ stepNs }) => stepNs ?? 0)) / periodNs
    const even = 1 / Math.max(1, seen.length)
    const limit = Math.max(2 * even + step + JITTER, chosen ? 0 : QUARTER)
    return {
      timer,
      source: seen[0]?.source ?? 'theory',
      periodNs,
      chosen,
      trials: seen.length,
      of,
      largestGapNs: Math.round(gap * periodNs),
      evenGapNs: Math.round(even * periodNs),
      covered: seen.length >= 2 && seen.length === of && gap <= limit,
    }
  })
}

const mean = (values: readonly number[]): number => Math.round(values.reduce((a, b) => a + b, 0) / values.length)
