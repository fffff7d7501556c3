import type { FlowMeasure, SessionMeasure, TrialMeasure } from '../model/measure.ts'
import type { Target } from '../model/target.ts'
import type { Ns } from '../model/time.ts'

/** What one trial says of one target. */
export type Value =
  | { readonly is: 'measured'; readonly trial: number; readonly ns: Ns; readonly errorNs: Ns }
  /** It had not ended when the fault was healed, or when the watching ended. */
  | { readonly is: 'atLeast'; readonly trial: number; readonly ns: Ns; readonly errorNs: Ns; readonly until: Until }
  | { readonly is: 'missing'; readonly trial: number; readonly because: string }

type Until = 'healed' | 'watched'

export type TimedTarget = Exclude<Target, { metric: 'atLeast' }>

/** A target on a flow binds both its directions: the worse one is the trial's value. */
export function valueOf(target: TimedTarget, trial: TrialMeasure): Value {
  if (target.metric === 'stall') return stall(target, trial)
  const metric = target.metric
  const values = trial.flows.filter((flow) => flow.name === target.on).map((flow) => ofFlow(metric, flow, trial.index))
  const known = values.filter((value) => value.is !== 'missing')
  // A direction that does not fail over has no detection and no reversion; the other one's is the flow's.
  const partial = metric === 'detection' || metric === 'reversionTime'
  const worst = partial && known.length > 0 ? known : values
  return worst.length === 0
    ? missing(trial, `${target.on} was not measured`)
    : worst.reduce((a, b) => (isWorse(b, a) ? b : a))
}

function stall(target: TimedTarget, trial: TrialMeasure): Value {
  const session = sessionOf(target, trial)
  if (session === undefined) return missing(trial, `${target.on} was not measured`)
  const value = { trial: trial.index, ns: session.stallNs, errorNs: session.errorNs }
  return session.verdict === 'dead' ? { is: 'atLeast', ...value, until: 'watched' } : { is: 'measured', ...value }
}

export const sessionOf = (target: Target, trial: TrialMeasure): SessionMeasure | undefined =>
  trial.sessions.find((session) => session.name === target.on)

type FlowTarget = Exclude<TimedTarget['metric'], 'stall'>

function ofFlow(metric: FlowTarget, flow: FlowMeasure, trial: number): Value {
  const { errorNs, openNs } = flow
  const measured = (ns: Ns, error = errorNs): Value => ({ is: 'measured', trial, ns, errorNs: error })
  const atLeast = (ns: Ns, until: Until): Value => ({ is: 'atLeast', trial, ns, errorNs, until })
  const orMissing = (ns: Ns | null, error: Ns, because: string): Value =>
    ns === null ? { is: 'missing', trial, because } : measured(ns, error)
  const never = flow.outcome === 'never'
  switch (metric) {
    case 'outage':
      if (openNs !== null) return atLeast(openNs, 'watched')
      return never ? atLeast(flow.atLeastNs ?? 0, 'healed') : measured(flow.outageNs ?? 0)
    case 'total':
      if (openNs !== null) return atLeast(flow.totalNs, 'watched')
      return never ? atLeast(flow.totalNs, 'healed') : measured(flow.totalNs)
    case 'detection':
      return orMissing(flow.detectionNs, flow.detectionErrorNs, 'the event of detection was not seen')
    case 'reversionTime':
      return orMissing(
        flow.reversionTimeNs,
        flow.reversionTimeErrorNs,
        'traffic was not seen to return to the preferred path',
      )
    case 'reversionOutage':
      if (never)
        return { is: 'missing', trial, because: 'it had not recovered before the healing: nothing could return' }
      if (flow.reversionOutageNs === null) return { is: 'missing', trial, because: 'the fault was not healed' }
      return openNs === null ? measured(flow.reversionOutageNs) : atLeast(flow.reversionOutageNs, 'watched')
  }
}

const missing = (trial: TrialMeasure, because: string): Value => ({ is: 'missing', trial: trial.index, because })

/** Unknown is worse than never, never worse than any time, and of two times the longer. */
export function isWorse(a: Value, b: Value): boolean {
  if (a.is === 'missing' || b.is === 'missing') return a.is === 'missing' && b.is !== 'missing'
  if (a.is !== b.is) return a.is === 'atLeast'
  return a.ns + a.errorNs > b.ns + b.errorNs
}

export type Place = 'under' | 'over' | 'undecided'

/** Which side of the bound a value lies on, with all of its error; over it only by more than the noise floor. */
export function place(value: Value, bound: TimedTarget['bound'], floorNs: Ns): Place {
  if (value.is === 'missing') return 'undecided'
  const { limitNs } = bound
  const strict = bound.relation === '<'
  const low = value.ns - value.errorNs - floorNs
  const high = value.ns + value.errorNs
  if (strict ? low >= limitNs : low > limitNs) return 'over'
  if (value.is === 'measured' && (strict ? high < limitNs : high <= limitNs)) return 'under'
  return 'undecided'
}
