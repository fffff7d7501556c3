import { limitOf, unitOf } from '../../../model/quantity.ts'
import type { Target } from '../../../model/target.ts'
import type { ExperimentSummary, FlowSummary, TrialSummary } from '../../schema.ts'
import { inUnit } from '../../target.ts'

/** What one trial measured of what a target binds. */
export interface TrialValue {
  readonly trial: number
  /** In the unit of the bound: ms, packets, or a share of 1. null: it did not end, or the trial has none. */
  readonly value: number | null
  /** It had not ended after so long. */
  readonly atLeast: number | null
  /** It may be concluded from. */
  readonly counts: boolean
}

/** The worst direction of each trial, in the order of the trials. */
export const valuesOf = ({ trials }: ExperimentSummary, target: Target): readonly TrialValue[] =>
  trials.map((trial) => ({ trial: trial.index, ...valueOf(trial, target), counts: trial.doubts.length === 0 }))

function valueOf(trial: TrialSummary, target: Target): Pick<TrialValue, 'value' | 'atLeast'> {
  const flows = trial.flows.filter(({ name }) => name === target.on)
  const sessions = trial.sessions.filter(({ name }) => name === target.on)
  const worst = (
    of: (flow: FlowSummary) => number | null,
    open: (flow: FlowSummary) => number | null = () => null,
  ): Pick<TrialValue, 'value' | 'atLeast'> => ({ value: largest(flows.map(of)), atLeast: largest(flows.map(open)) })
  switch (target.metric) {
    case 'outage':
      return worst(
        (flow) => flow.outageMs ?? (flow.outcome === 'untouched' ? 0 : null),
        (flow) => flow.atLeastMs,
      )
    case 'total':
      return worst(
        (flow) => flow.totalMs,
        (flow) => flow.goneMs,
      )
    case 'detection':
      return worst((flow) => flow.detectionMs)
    case 'back':
      return worst(
        (flow) => flow.backMs,
        (flow) => flow.backAtLeastMs,
      )
    case 'reversionTime':
      return worst(
        (flow) => flow.reversionTimeMs,
        (flow) => flow.reversionAwayMs,
      )
    case 'reversionOutage':
      return worst(
        (flow) => flow.reversionOutageMs,
        (flow) => flow.reversionAtLeastMs,
      )
    case 'lost':
      return worst(({ worstLoss: { lost, sent } }) => (target.bound.unit === 'share' ? lost / Math.max(1, sent) : lost))
    case 'stall':
      return {
        value: largest(sessions.map(({ stallMs }) => stallMs)),
        atLeast: largest(sessions.map(({ stallAtLeastMs }) => stallAtLeastMs)),
      }
    case 'atLeast':
      return { value: null, atLeast: null }
  }
}

function largest(values: readonly (number | null)[]): number | null {
  const some = values.flatMap((value) => value ?? [])
  return some.length === 0 ? null : Math.max(...some)
}

/** The bound in the unit of the values. */
export const boundOf = ({ bound }: Exclude<Target, { metric: 'atLeast' }>): number =>
  inUnit(limitOf(bound), unitOf(bound))
