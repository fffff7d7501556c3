import { windowsOf } from '../measure/window.ts'
import type { TargetVerdict, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import type { Reason } from '../model/reason.ts'
import { isSilentOn } from '../model/silence.ts'
import type { Target } from '../model/target.ts'
import { unhealedTop } from '../model/window.ts'

/** A verdict without what the target itself says. */
export type Judgement = Omit<TargetVerdict, 'on' | 'text' | 'bound' | 'returned'>

/** What a rule sees: trials that count, and why the others do not. */
export interface Case {
  readonly experiment: ExperimentPlan
  /** Without doubts. */
  readonly trials: readonly TrialMeasure[]
  /** Why `met` is out of the question, whatever the trials say; null: it is not. */
  readonly obstacle: Obstacle | null
  /**
   * What the control lost without any fault, in the unit of the target's bound, or the rank of its session among
   * SESSION_VERDICTS; 0 where none ran.
   */
  readonly floor: number
}

export interface Obstacle {
  readonly because: Reason
  readonly trial: number | null
}

/** What a window speaks of: the outage, and so the least of the sum of outages; a session's stall. */
const WINDOWED: readonly Target['metric'][] = ['outage', 'total', 'stall']

export const isWindowed = ({ metric }: Target): boolean => WINDOWED.includes(metric)

/** The highest that the timers allow for this target, also were the fault not healed; null where theory is silent, infinite where it never comes back. */
export function theoryTop(target: Target, { experiment, trials }: Case): number | null {
  if (!isWindowed(target)) return null
  const tops = windowsOf(experiment, trials)
    .filter((window) => window.on === target.on)
    .map((window) => unhealedTop(window) ?? Number.POSITIVE_INFINITY)
  return tops.length === 0 ? null : Math.max(...tops)
}

/** Theory bounds all that this target counts: the outages of both directions, whatever the selector chose; no return. */
export const isBounded = (target: Target, found: Case): boolean =>
  target.metric !== 'total' && theoryTop(target, found) !== null && !hasSilence(target, found)

/** Of one direction at least, in one of the trials. */
export const hasSilence = ({ on }: Target, { experiment, trials }: Pick<Case, 'experiment' | 'trials'>): boolean =>
  trials.some(({ variant }) => isSilentOn(experiment.variants[variant]?.silent ?? [], on))
