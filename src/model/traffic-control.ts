import type { Ns } from './time.ts'

/** Which frames a filter on a cable takes. */
export type FrameMatch = { readonly match: 'all' } | { readonly match: 'ethertype'; readonly ethertype: number }

/** How delays vary, beside evenly: netem takes them from a table of quantiles. */
export type DelayDistribution = 'normal' | 'pareto' | 'paretonormal'

/** netem's own default is 1000: at 100 000 packets a second that is full after 10 ms. */
export const NETEM_LIMIT = 100_000

/** netem's parameters; everything optional is off where it is absent. Percentages 0 to 100. */
export interface Netem {
  readonly delayNs?: Ns
  /** Of an even distribution half its width, of others their standard deviation. */
  readonly jitterNs?: Ns
  /** Absent: even. */
  readonly distribution?: DelayDistribution
  readonly loss?:
    | { readonly model: 'independent'; readonly percent: number }
    /** Gilbert-Elliott: p good to bad, r bad to good, percent; all lost when bad, none when good. */
    | { readonly model: 'gilbert-elliott'; readonly p: number; readonly r: number }
  readonly duplicatePercent?: number
  readonly reorderPercent?: number
  readonly reorderCorrelationPercent?: number
  /** Of so many packets in a row at most one overtakes. Absent: 1. */
  readonly gap?: number
  readonly corruptPercent?: number
  readonly rateKbit?: number
  readonly slot?: NetemSlot
  /** Queue, packets; what finds it full is lost. */
  readonly limit: number
}

/** Packets leave together, at instants that are so far apart. */
export interface NetemSlot {
  readonly minNs: Ns
  readonly maxNs: Ns
  /** At one instant, at most. Absent: all that wait. */
  readonly packets?: number
  readonly bytes?: number
}

/** netem's tables end at four standard deviations (their entries are 16 bits, 8192 for one). */
const TABLE_ENDS_AT = 4

/** What its delay and jitter add at most, behind no queue. */
export const latestNs = ({ delayNs = 0, jitterNs = 0, distribution }: Netem): Ns =>
  delayNs + jitterNs * (distribution === undefined ? 1 : TABLE_ENDS_AT)
