import type { StreamRecord } from '../model/journal.ts'
import type { FlowMeasure } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'
import { errorOf, sumOf } from './error.ts'
import type { TrialSpan } from './span.ts'
import { measureStream, type Longest, type StreamLosses } from './stream.ts'

type FlowLosses = Omit<
  FlowMeasure,
  'detectionNs' | 'detectionErrorNs' | 'reversionTimeNs' | 'reversionAwayNs' | 'reversionTimeErrorNs'
>

/**
 * What one direction of a flow lost; `streams` holds at least one. Each figure is that of the stream for which it is worst.
 * What was lost before the healing is the outage; what was still down then is back after some time; what was lost anew is
 * the reversion's. An outage that is over before the injection is noise.
 */
export function measureFlow(streams: readonly [StreamRecord, ...StreamRecord[]], span: TrialSpan): FlowLosses {
  const losses = streams.map((stream) => measureStream(stream, span))
  const worst = losses.reduce((a, b) => (isWorse(b, a) ? b : a))
  const errors = streams.map((stream, index) => errorOf(stream, span, losses[index]?.isSplit === true))
  const error = errors.reduce((a, b) => (sumOf(b) > sumOf(a) ? b : a))
  const [outage, back, reversion] = (['outage', 'back', 'reversion'] as const).map((of) =>
    longestOf(losses.map((one) => one[of])),
  ) as [Longest, Longest, Longest]
  const affected = losses.filter(isHit).length
  const total = (of: (one: StreamLosses) => number): number => losses.reduce((all, one) => all + of(one), 0)
  const healed = (ns: Ns): Ns | null => (span.healed === null ? null : ns)
  return {
    name: streams[0].flow,
    direction: streams[0].direction,
    streams: streams.length,
    affected,
    sent: total((one) => one.sent),
    received: total((one) => one.sent - one.lost - one.overdue),
    lost: total((one) => one.lost),
    overdue: total((one) => one.overdue),
    duplicated: total((one) => one.duplicated),
    reordered: total((one) => one.reordered),
    outcome: affected === 0 ? 'untouched' : outage.openNs === null ? 'recovered' : 'never',
    outages: worst.outages,
    outageNs: outage.endedNs > 0 ? outage.endedNs : null,
    atLeastNs: outage.openNs,
    goneNs: longestOf(losses.map(({ goneNs }) => ({ endedNs: 0, openNs: goneNs }))).openNs,
    backNs: healed(back.endedNs),
    backAtLeastNs: back.openNs,
    reversionOutageNs: healed(reversion.endedNs),
    reversionAtLeastNs: reversion.openNs,
    totalNs: Math.max(...losses.map((one) => one.totalNs)),
    worstLoss: losses.map((one) => one.loss).reduce((a, b) => (b.lost * a.sent > a.lost * b.sent ? b : a)),
    error,
    errorNs: sumOf(error),
    noise: losses.flatMap((one) => one.noise),
  }
}

const isHit = ({ outage }: StreamLosses): boolean => outage.endedNs > 0 || outage.openNs !== null

const longestOf = (all: readonly Longest[]): Longest => ({
  endedNs: Math.max(...all.map(({ endedNs }) => endedNs)),
  openNs: all.reduce<Ns | null>((a, { openNs: b }) => (a === null || (b !== null && b > a) ? b : a), null),
})

function isWorse(a: StreamLosses, b: StreamLosses): boolean {
  const [one, other] = [a, b].map(({ outage }) => Math.max(outage.endedNs, outage.openNs ?? 0)) as [Ns, Ns]
  return one === other ? a.totalNs > b.totalNs : one > other
}
