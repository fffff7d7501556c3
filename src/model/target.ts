import type { Ns } from './time.ts'
import type { SessionVerdict } from './traffic.ts'

/** What a bound in a target is compared with, each an own measure of a trial. */
export const FLOW_METRICS = [
  'outage',
  'total',
  'lost',
  'detection',
  'back',
  'reversionTime',
  'reversionOutage',
] as const
export type FlowMetric = (typeof FLOW_METRICS)[number]
/** A flow's metric whose bound is a time. */
export type TimeMetric = Exclude<FlowMetric, 'lost'>

/** A metric that binds what a flow loses after the healing. */
export type ReturnKind = 'back' | 'reversionOutage'

/** Whether a target of the flow speaks of such a return: `total` and `lost` count all that is lost until the watching ends. */
export const bindsReturn = (on: string, targets: readonly Target[], kind: ReturnKind): boolean =>
  targets.some((target) => target.on === on && [kind, 'total', 'lost'].includes(target.metric))

/** `every`: each trial; `median` and `pNN`: that quantile of the trials' distribution. */
export type Statistic = { readonly of: 'every' } | { readonly of: 'quantile'; readonly quantile: number }

interface BoundHead {
  readonly text: string
  readonly statistic: Statistic
  readonly relation: '<' | '<='
}

/** `'p95 < 3s'`, parsed. */
export type TimeBound = BoundHead & { readonly limitNs: Ns }

/** `'< 0.1%'` or `'<= 20 packets'`, parsed: a share of 1, or a number of packets. */
export type LossBound = BoundHead & { readonly unit: 'share' | 'packets'; readonly limit: number }

export type Bound = TimeBound | LossBound

export type Target = {
  /** Name of the traffic. */
  readonly on: string
  /** `outage < 4s`, as it is shown. */
  readonly text: string
} & (
  | { readonly metric: TimeMetric; readonly bound: TimeBound }
  | { readonly metric: 'stall'; readonly bound: TimeBound }
  | { readonly metric: 'lost'; readonly bound: LossBound }
  | { readonly metric: 'atLeast'; readonly atLeast: SessionVerdict }
)
