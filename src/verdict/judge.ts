import { outsideWindow } from '../measure/window.ts'
import type { TargetVerdict, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import type { Target } from '../model/target.ts'
import { formatNs } from '../model/time.ts'
import type { Case, Finding, Obstacle } from './case.ts'
import { judgeEvery } from './every.ts'
import { judgeQuantile } from './quantile.ts'
import { judgeSession } from './session.ts'

/**
 * Met, missed or unknown for every target, by the rules of DESIGN.md 7. `trials` are those of this experiment, without
 * its control. A judge that throws yields unknown, never met.
 */
export function judge(experiment: ExperimentPlan, trials: readonly TrialMeasure[]): TargetVerdict[] {
  return experiment.targets.map((target) => {
    const said = { on: target.on, text: target.text, bound: boundText(target) }
    try {
      const counted = trials.filter((trial) => trial.doubts.length === 0)
      return {
        ...said,
        ...rule(target, { experiment, trials: counted, obstacle: obstacleOf(target, experiment, trials) }),
      }
    } catch (error) {
      const because = `the judge failed: ${error instanceof Error ? error.message : String(error)}`
      return { ...said, verdict: 'unknown', measured: 'not judged', because, trial: null }
    }
  })
}

function rule(target: Target, found: Case): Finding {
  if (target.metric === 'atLeast') return judgeSession(target, found)
  const { statistic } = target.bound
  return statistic.of === 'every' ? judgeEvery(target, found) : judgeQuantile(target, statistic.quantile, found)
}

const boundText = (target: Target): string =>
  target.metric === 'atLeast'
    ? `at least ${target.atLeast}`
    : `${target.bound.relation} ${formatNs(target.bound.limitNs)}`

function obstacleOf(target: Target, experiment: ExperimentPlan, trials: readonly TrialMeasure[]): Obstacle | null {
  const doubtful = trials.filter((trial) => trial.doubts.length > 0)
  const [first] = doubtful
  if (first !== undefined) {
    const because = `${ofAll(doubtful.length, trials.length)} does not count: trial ${String(first.index)}: ${first.doubts.join('; ')}`
    return { because, trial: first.index }
  }
  if (trials.length === 0) return { because: 'no trial ran', trial: null }
  if (trials.length < experiment.trials)
    return { because: `only ${ofAll(trials.length, experiment.trials)} ran`, trial: null }
  if (target.metric !== 'outage' && target.metric !== 'total') return null
  const outside = outsideWindow(experiment, trials).find((one) => one.on === target.on)
  return outside === undefined ? null : { because: outside.text, trial: outside.trial }
}

const ofAll = (count: number, all: number): string => `${String(count)} of ${String(all)} trials`
