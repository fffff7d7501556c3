import type { StreamRecord } from '../model/journal.ts'
import type { Outage } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'

/**
 * Recovery counts once so many packets in a row have arrived (RFC 6412 section 5: "5 packets" to a destination).
 * Losses with fewer between them are one outage that had not ended yet.
 */
export const VALIDATED_PACKETS = 5

/**
 * A maximal run of packets that did not arrive in time, `first` to `last` inclusive; delivered packets may lie between,
 * never five in a row. `lost` counts those that never arrived and those that arrived too late (RFC 6412: impaired packets).
 */
export interface LossRun {
  readonly first: number
  readonly last: number
  readonly lost: number
}

/** Instant at which packet `sequence` left. */
export function sentAt(stream: StreamRecord, sequence: number): Ns {
  const late = stream.late.find(([number]) => number === sequence)?.[1] ?? 0
  return stream.firstNs + sequence * stream.stepNs + late
}

/**
 * The outages of one stream from the sender's account (RFC 6413 6.1.3, loss-derived): each is a maximal run of losses,
 * where losses with fewer than five delivered packets between them belong together.
 * Only packets `from` to `until` (exclusive) are looked at; what was lost outside is another's.
 */
export function lossRuns(stream: StreamRecord, from = 0, until = stream.sent): LossRun[] {
  const runs: { first: number; last: number; lost: number }[] = []
  for (const [low, high] of stream.lost) {
    const first = Math.max(low, from)
    const last = Math.min(high, until - 1)
    if (first > last) continue
    const open = runs.at(-1)
    if (open !== undefined && first - open.last - 1 < VALIDATED_PACKETS) {
      open.last = last
      open.lost += last - first + 1
    } else runs.push({ first, last, lost: last - first + 1 })
  }
  return runs
}

/** Loss-derived length: lost packets over the offered rate. */
export const lengthOf = (stream: StreamRecord, run: LossRun): Ns => run.lost * stream.stepNs

/** Packets `first` to `last` that arrived, but too late. */
export const overdueIn = ({ overdue }: StreamRecord, first: number, last: number): number =>
  overdue.reduce((all, [low, high]) => all + Math.max(0, Math.min(high, last) - Math.max(low, first) + 1), 0)

/** Nothing arrived any more: the last five packets before `until`, or all since `from`, were lost. */
export function isDead(stream: StreamRecord, from: number, until: number): boolean {
  const first = Math.max(from, until - VALIDATED_PACKETS)
  return stream.lost.some(([low, high]) => low <= first && high >= until - 1)
}

/**
 * From the sending of the first lost packet to that of the first one after which recovery is validated.
 * `endNs` is null where fewer than five packets were sent after the last loss.
 */
export function outageOf(stream: StreamRecord, run: LossRun): Outage {
  const recovered = stream.sent - run.last - 1 >= VALIDATED_PACKETS
  const overdue = overdueIn(stream, run.first, run.last)
  return {
    startNs: sentAt(stream, run.first),
    endNs: recovered ? sentAt(stream, run.last + 1) : null,
    lost: run.lost - overdue,
    overdue,
  }
}
