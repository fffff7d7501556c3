import type { Ns } from './time.ts'
import type { SessionVerdict } from './traffic.ts'

/** What a bound in a target is compared with, each an own measure of a trial. */
export const FLOW_METRICS = ['outage', 'total', 'detection', 'reversionTime', 'reversionOutage'] as const
export type FlowMetric = (typeof FLOW_METRICS)[number]

/** `every`: each trial; `median` and `pNN`: that quantile of the trials' distribution. */
export type Statistic = { readonly of: 'every' } | { readonly of: 'quantile'; readonly quantile: number }

/** `'p95 < 3s'`, parsed. */
export interface Bound {
  readonly text: string
  readonly statistic: Statistic
  readonly relation: '<' | '<='
  readonly limitNs: Ns
}

export type Target = {
  /** Name of the traffic. */
  readonly on: string
  /** `outage < 4s`, as it is shown. */
  readonly text: string
} & (
  | { readonly metric: FlowMetric | 'stall'; readonly bound: Bound }
  | { readonly metric: 'atLeast'; readonly atLeast: SessionVerdict }
)
