import type { JournalEvent, StreamRecord } from '../../../src/model/journal.ts'
import type { FlowMeasure, TrialMeasure } from '../../../src/model/measure.ts'
import type { Ns } from '../../../src/model/time.ts'
import type { Examined } from './finding.ts'

/** A trial that counts: it was injected, healed and watched to its end. */
export interface WholeTrial {
  readonly index: number | null
  readonly events: readonly JournalEvent[]
  readonly streams: readonly (JournalEvent & StreamRecord)[]
  readonly measure: TrialMeasure
  readonly injectedNs: Ns
  readonly healedNs: Ns
  /** From before the injection to after the healing. */
  readonly heldNs: Ns
  /** From before the healing until the last packet. */
  readonly watchedNs: Ns
}

export const wholeTrials = ({ trials }: Examined): readonly WholeTrial[] =>
  trials.flatMap(({ index, events, measure }): WholeTrial[] => {
    const { injectedNs, healedNs } = measure?.fault ?? { injectedNs: null, healedNs: null }
    if (measure === null || measure.doubts.length > 0 || injectedNs === null || healedNs === null) return []
    const streams = events.filter((event): event is JournalEvent & StreamRecord => event.ev === 'stream')
    const last = Math.max(0, ...streams.map(({ firstNs, stepNs, sent }) => firstNs + sent * stepNs))
    return [
      {
        ...{ index, events, streams, measure },
        injectedNs: injectedNs[0],
        healedNs: healedNs[1],
        heldNs: healedNs[1] - injectedNs[0],
        watchedNs: Math.max(0, last - healedNs[0]),
      },
    ]
  })

/** Of the packets of a flow's direction that arrived. */
export const longestDelayNs = (streams: readonly StreamRecord[], { name, direction }: FlowMeasure): Ns =>
  streams.reduce(
    (longest, one) =>
      one.flow === name && one.direction === direction ? Math.max(longest, one.delay?.maxNs ?? 0) : longest,
    0,
  )
