import type { Ns } from './time.ts'

/** Which frames a filter on a cable takes. */
export type FrameMatch = { readonly match: 'all' } | { readonly match: 'ethertype'; readonly ethertype: number }

/** netem's parameters; everything optional is off where it is absent. Percentages 0 to 100. */
export interface Netem {
  readonly delayNs?: Ns
  readonly jitterNs?: Ns
  readonly loss?:
    | { readonly model: 'independent'; readonly percent: number }
    /** Gilbert-Elliott: p good to bad, r bad to good, percent; all lost when bad, none when good. */
    | { readonly model: 'gilbert-elliott'; readonly p: number; readonly r: number }
  readonly duplicatePercent?: number
  readonly reorderPercent?: number
  readonly corruptPercent?: number
  readonly rateKbit?: number
  /** Queue, packets. */
  readonly limit: number
}
