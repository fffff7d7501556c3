import type { Coverage } from '../measure/coverage.ts'
import { windowsOf } from '../measure/window.ts'
import type { TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Target } from '../model/target.ts'
import { hasSilence, isWindowed } from './case.ts'

/**
 * Why the trials do not cover the timers that decide over this target; null: they do, or theory says that none decides.
 * Timers of one period keep their distance, so that one of them speaks for all.
 */
export function uncovered(
  target: Target,
  experiment: ExperimentPlan,
  trials: readonly TrialMeasure[],
  coverage: readonly Coverage[],
): Reason | null {
  const windows = windowsOf(experiment, trials).filter(({ on }) => on === target.on)
  const names = windows.flatMap(({ timers }) => timers)
  const own = coverage.filter(({ timer }) => names.includes(timer))
  const isSilent = hasSilence(target, { experiment, trials })
  if (own.length === 0 && windows.length > 0 && isWindowed(target) && !isSilent) return null
  const chosen = coverage.filter((one) => one.chosen)
  const needed = own.length === 0 ? chosen : isSilent ? [...own, ...chosen] : own
  if (needed.length === 0) return reason('no-phase-known')`no phase of any timer is known at which the faults struck`
  const missed = needed.find((one) => !one.covered && !needed.some((other) => other.covered && isAlike(one, other)))
  return missed === undefined ? null : reasonOf(missed)
}

const isAlike = (one: Coverage, other: Coverage): boolean =>
  Math.abs(one.periodNs - other.periodNs) < 0.02 * one.periodNs

function reasonOf(coverage: Coverage): Reason {
  const { trials, of, largestGapNs, evenGapNs } = coverage
  const timer = timerReason(coverage)
  const timers = [coverage.timer]
  if (trials < of)
    return reason('phases-unknown', {
      timers,
    })`in ${{ unknown: of - trials }} of ${{ of }} trials the phase of a timer is not known: ${{ timer }}`
  if (trials < 2)
    return reason('one-phase', {
      timers,
    })`one trial shows one phase alone of a timer, and two or more are spread over it: ${{ timer }}`
  return reason('phases-uneven', {
    timers,
  })`the phases of ${{ trials }} trials leave ${{ largestGapNs }} of a timer unseen, where ${{ evenGapNs }} would be even: ${{ timer }}`
}

/** `advertisements that r2 receives on lan, every 1 s`. */
export const timerReason = ({ timer, periodNs }: Coverage): Reason =>
  reason('timer')`${{ timer }}, every ${{ periodNs }}`
