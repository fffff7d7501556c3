/*
 * The room of verdicts: measures and targets become met, missed or unknown.
 * It owns the rules by which a target is judged, and the reason that each verdict carries.
 * It never measures, and it does no I/O. A verdict may be unknown, it may never be wrong: whatever is missing or doubtful makes it unknown.
 * Begin here: `judge`, below. Then `every.ts` (a bound on each trial), `quantile.ts` and `binomial.ts` (percentiles), `session.ts`,
 * `covered.ts` (were the phases covered?), `return.ts` (what the return cost). docs/measuring.md has the rules.
 */
import { coverageOf, type Coverage } from '../measure/coverage.ts'
import { noiseFloor } from '../measure/noise.ts'
import { outsideWindow } from '../measure/window.ts'
import type { SessionMeasure, TargetVerdict, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import type { Target } from '../model/target.ts'
import { between } from './between.ts'
import type { Case, Judgement, Obstacle } from './case.ts'
import { uncovered } from './covered.ts'
import { judgeEvery } from './every.ts'
import { flowFigures } from './figures.ts'
import { judgeQuantile } from './quantile.ts'
import { limitText } from '../model/quantity.ts'
import { reason, type Reason } from '../model/reason.ts'
import { returnCost } from './return.ts'
import { judgeSession, rankOf } from './session.ts'

/**
 * Met, missed or unknown for every target, by the rules of docs/measuring.md. `trials` are those of this experiment; its
 * `control` says what is lost without any fault. A judge that throws yields unknown, never met.
 */
export function judge(
  experiment: ExperimentPlan,
  trials: readonly TrialMeasure[],
  control: TrialMeasure | null = null,
): TargetVerdict[] {
  const coverage = coverageOf(experiment, trials)
  return experiment.targets.map((target) => {
    const said = { on: target.on, text: target.text, bound: boundText(target), returned: null }
    try {
      const counting = trials.filter((trial) => trial.doubts.length === 0)
      const found: Case = {
        experiment,
        trials: counting,
        obstacle: obstacleOf(target, experiment, trials) ?? unknownFloor(target, control),
        floor: floorOf(target, control),
      }
      const finding = ofAllPhases(rule(target, found), target, found, coverage)
      return { ...said, ...finding, returned: returnCost(target.on, experiment, counting) }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const because = reason('judge-failed')`the judge failed: ${{ message }}`
      return { ...said, verdict: 'unknown', measured: 'not judged', figures: [], because, trial: null, worst: [] }
    }
  })
}

function rule(target: Target, found: Case): Judgement {
  if (target.metric === 'atLeast') return judgeSession(target, found)
  const { statistic } = target.bound
  return statistic.of === 'every' ? judgeEvery(target, found) : judgeQuantile(target, statistic.quantile, found)
}

/** What is met in every trial is met only where their phases cover the timers. */
function ofAllPhases(finding: Judgement, target: Target, found: Case, coverage: readonly Coverage[]): Judgement {
  if (finding.verdict !== 'met') return finding
  const every = target.metric !== 'atLeast' && target.bound.statistic.of === 'every' ? target : null
  const because =
    uncovered(target, found.experiment, found.trials, coverage) ??
    (every === null ? null : between(every, found, coverage))
  return because === null
    ? finding
    : {
        ...finding,
        verdict: 'unknown',
        because: reason('not-covered')`${{ finding: finding.because }}; but ${{ because }}`,
      }
}

/** The events of detection and reversion have no floor: without a fault they are none. */
const FLOORED: readonly Target['metric'][] = ['outage', 'total', 'lost', 'reversionOutage', 'back', 'stall']

function floorOf(target: Target, control: TrialMeasure | null): number {
  const session = control?.sessions.find((one) => one.name === target.on)
  if (target.metric === 'stall') return longestStall(session)
  if (target.metric === 'atLeast') return session === undefined ? 0 : rankOf(session)
  if (target.metric === 'lost') return lossFloor(target, control)
  return FLOORED.includes(target.metric) ? (noiseFloor(control, target.on) ?? 0) : 0
}

const longestStall = (session: SessionMeasure | undefined): number =>
  Math.max(session?.stallNs ?? 0, session?.stallAtLeastNs ?? 0)

function lossFloor(target: Extract<Target, { metric: 'lost' }>, control: TrialMeasure | null): number {
  const flows = control?.flows.filter(({ name, sent }) => name === target.on && sent > 0) ?? []
  return Math.max(0, ...flows.flatMap((flow) => flowFigures(target, flow).figures.map(({ value }) => value)))
}

/** Where a control ran in vain, nobody knows what is lost without any fault. */
function unknownFloor(target: Target, control: TrialMeasure | null): Obstacle | null {
  if (control === null || control.doubts.length === 0 || !FLOORED.includes(target.metric)) return null
  return {
    because: reason(
      'control-in-doubt',
    )`the control does not count, the noise floor is not known: ${{ doubts: control.doubts }}`,
    trial: null,
  }
}

const boundText = (target: Target): string =>
  target.metric === 'atLeast' ? `at least ${target.atLeast}` : `${target.bound.relation} ${limitText(target.bound)}`

function obstacleOf(target: Target, experiment: ExperimentPlan, trials: readonly TrialMeasure[]): Obstacle | null {
  const doubtful = trials.filter((trial) => trial.doubts.length > 0)
  const [first] = doubtful
  if (first !== undefined) {
    const { index: trial, doubts } = first
    const counts = ofAll(doubtful.length, trials.length)
    const because =
      doubtful.length === 1
        ? reason('trial-in-doubt')`${{ counts }} does not count: trial ${{ trial }}: ${{ doubts }}`
        : reason('trials-in-doubt')`${{ counts }} do not count: trial ${{ trial }}: ${{ doubts }}`
    return { because, trial }
  }
  if (trials.length === 0) return { because: reason('no-trial')`no trial ran`, trial: null }
  const speaks = target.metric === 'outage' || target.metric === 'total' || target.metric === 'stall'
  const outside = speaks ? outsideWindow(experiment, trials).find((one) => one.on === target.on) : undefined
  if (outside !== undefined) return { because: outside.because, trial: outside.trial }
  if (trials.length >= experiment.trials) return null
  return {
    because: reason('too-few-ran')`only ${{ counts: ofAll(trials.length, experiment.trials) }} ran`,
    trial: null,
  }
}

const ofAll = (count: number, of: number): Reason => reason('of-all')`${{ count }} of ${{ of }} trials`
