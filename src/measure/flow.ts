import type { StreamRecord } from '../model/journal.ts'
import type { FlowMeasure, Outage } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'
import { VALIDATED_PACKETS, lengthOf, lossRuns, outageOf } from './outages.ts'
import { firstExposed, firstSince, widthOf } from './span.ts'
import type { Span } from './span.ts'

export type FlowLosses = Omit<
  FlowMeasure,
  'detectionNs' | 'detectionErrorNs' | 'reversionTimeNs' | 'reversionTimeErrorNs'
>

/**
 * What one direction of a flow lost; `streams` holds at least one. The flow's outage is its worst stream's.
 * A packet counts before or after an instant by whether it was still on its way then. What was lost before the healing
 * is the outage, what was lost after it the reversion's; an outage that is over before the injection is noise.
 */
export function measureFlow(streams: readonly [StreamRecord, ...StreamRecord[]], span: Span): FlowLosses {
  const losses = streams.map((stream) => measureStream(stream, span))
  const worst = losses.reduce((a, b) => (isWorse(b, a) ? b : a))
  const affected = losses.filter((one) => one.outageNs > 0).length
  const never = worst.atLeastNs !== null
  const total = (of: (one: StreamLosses) => number): number => sum(losses.map(of))
  return {
    name: streams[0].flow,
    direction: streams[0].direction,
    streams: streams.length,
    affected,
    sent: total((one) => one.sent),
    received: total((one) => one.sent - one.lost),
    lost: total((one) => one.lost),
    overdue: total((one) => one.overdue),
    duplicated: total((one) => one.duplicated),
    reordered: total((one) => one.reordered),
    outcome: affected === 0 ? 'untouched' : never ? 'never' : 'recovered',
    outages: worst.outages,
    outageNs: affected === 0 || never ? null : worst.outageNs,
    atLeastNs: worst.atLeastNs,
    openNs: longestOpen(losses),
    totalNs: Math.max(...losses.map((one) => one.totalNs)),
    errorNs: Math.max(...streams.map((stream) => errorOf(stream, span))),
    reversionOutageNs: span.healed === null ? null : Math.max(...losses.map((one) => one.reversionNs)),
    noise: losses.flatMap((one) => one.noise),
  }
}

interface StreamLosses {
  readonly sent: number
  readonly lost: number
  readonly overdue: number
  readonly duplicated: number
  readonly reordered: number
  /** The longest between injection and healing; 0: none. */
  readonly outageNs: Ns
  /** From its first loss to the healing, where it had not recovered by then. */
  readonly atLeastNs: Ns | null
  readonly reversionNs: Ns
  /** The outage that had not ended with the watching. */
  readonly openNs: Ns | null
  readonly totalNs: Ns
  readonly outages: readonly Outage[]
  readonly noise: readonly Outage[]
}

function measureStream(stream: StreamRecord, span: Span): StreamLosses {
  const ready = firstSince(stream, span.readyNs)
  const injected = span.injected === null ? stream.sent : firstExposed(stream, span.injected[0])
  const healed = span.healed === null ? stream.sent : firstExposed(stream, span.healed[0])
  const all = lossRuns(stream, ready)
  const caused = all.filter((run) => run.last >= injected)
  const during = lossRuns(stream, ready, healed).filter((run) => run.last >= injected)
  const open = during.at(-1)
  const last = all.at(-1)
  return {
    sent: stream.sent - ready,
    lost: sum(all.map((run) => run.lost)),
    overdue: sum(stream.overdue.map(([low, high]) => Math.max(0, high - Math.max(low, ready) + 1))),
    duplicated: sum(stream.duplicated.map(([sequence, times]) => (sequence < ready ? 0 : times))),
    reordered: stream.reordered.filter((sequence) => sequence >= ready).length,
    outageNs: longest(during.map((run) => lengthOf(stream, run))),
    atLeastNs: open !== undefined && isDead(stream, injected, healed) ? (healed - open.first) * stream.stepNs : null,
    reversionNs: longest(lossRuns(stream, healed).map((run) => lengthOf(stream, run))),
    openNs:
      last !== undefined && isDead(stream, ready, stream.sent) ? (stream.sent - last.first) * stream.stepNs : null,
    totalNs: sum(caused.map((run) => lengthOf(stream, run))),
    outages: caused.map((run) => outageOf(stream, run)),
    noise: all.filter((run) => run.last < injected).map((run) => outageOf(stream, run)),
  }
}

/** Nothing arrived any more: the last five packets before `until`, or all since `from`, were lost. */
function isDead(stream: StreamRecord, from: number, until: number): boolean {
  const first = Math.max(from, until - VALIDATED_PACKETS)
  return stream.lost.some(([low, high]) => low <= first && high >= until - 1)
}

const longestOpen = (losses: readonly StreamLosses[]): Ns | null =>
  losses.reduce<Ns | null>((a, { openNs: b }) => (a === null || (b !== null && b > a) ? b : a), null)

/** Probe spacing (RFC 6413 6.1.3: ± 1/rate), how long the batch took, and the clock's lateness. */
const errorOf = (stream: StreamRecord, span: Span): Ns =>
  stream.stepNs + Math.max(widthOf(span.injected), widthOf(span.healed)) + latenessOf(stream, span)

/** How late packets left from the injection on; what left late while the lab was being built harms no figure. */
function latenessOf(stream: StreamRecord, span: Span): Ns {
  const since = firstSince(stream, span.injected?.[0] ?? span.readyNs) - 1
  const named = stream.late.filter(([sequence]) => sequence >= since).map(([, lateNs]) => lateNs)
  // Lateness of up to half a step is not named for each packet, only the largest of all.
  return Math.max(Math.min(stream.clockErrorNs, Math.ceil(stream.stepNs / 2)), ...named)
}

function isWorse(a: StreamLosses, b: StreamLosses): boolean {
  if (a.atLeastNs !== b.atLeastNs) return (a.atLeastNs ?? -1) > (b.atLeastNs ?? -1)
  return a.outageNs === b.outageNs ? a.totalNs > b.totalNs : a.outageNs > b.outageNs
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const longest = (values: readonly number[]): number => Math.max(0, ...values)
