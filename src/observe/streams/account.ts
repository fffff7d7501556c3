import type { StreamRecord } from '../../model/journal.ts'
import { quantileOf } from '../../model/quantile.ts'
import type { Ns } from '../../model/time.ts'
import { Delays } from './delays.ts'

/** How long a packet may be on its way before it counts as lost, at least. */
const PATIENCE_NS = 20e6

/** When the packets of several streams left: all streams of one rate share a tick. */
export class Departures {
  readonly firstNs: Ns
  readonly stepNs: Ns
  sent = 0
  clockErrorNs: Ns = 0
  readonly late: [number, Ns][] = []

  constructor(firstNs: Ns, stepNs: Ns) {
    this.firstNs = firstNs
    this.stepNs = stepNs
  }

  /** When the next packets are due. */
  get dueNs(): Ns {
    return this.scheduledNs(this.sent)
  }

  scheduledNs(sequence: number): Ns {
    return this.firstNs + sequence * this.stepNs
  }

  /** The first packet that was due at the instant or later. */
  dueSince(atNs: Ns): number {
    return Math.min(this.sent, Math.max(0, Math.ceil((atNs - this.firstNs) / this.stepNs)))
  }

  departed(atNs: Ns): void {
    const lateNs = atNs - this.dueNs
    if (lateNs > this.clockErrorNs) this.clockErrorNs = lateNs
    if (lateNs > this.stepNs / 2) this.late.push([this.sent, lateNs])
    this.sent++
  }
}

const ARRIVED = 1
const OVERDUE = 2

/** What became of each packet of one stream: the sender's account, exact whatever the order of arrival. */
export class Arrivals {
  received = 0
  firstReceivedNs: Ns | null = null
  #arrived = new Uint8Array(1024)
  #highest = -1
  #largestDelayNs: Ns = 0
  #delaysNs = new Float64Array(1024)
  readonly #history = new Delays()
  readonly #extra = new Map<number, number>()
  readonly #reordered: number[] = []
  readonly #overdueNs: Ns

  /** `overdueNs`: a packet that is longer on its way counts as lost. */
  constructor(overdueNs: Ns) {
    this.#overdueNs = overdueNs
  }

  arrived(sequence: number, delayNs: Ns, atNs: Ns): void {
    if (sequence >= this.#arrived.length) this.#grow(sequence)
    if (this.#arrived[sequence] !== 0) {
      this.#extra.set(sequence, (this.#extra.get(sequence) ?? 0) + 1)
      return
    }
    if (delayNs > this.#overdueNs) {
      this.#arrived[sequence] = OVERDUE
      return
    }
    this.#arrived[sequence] = ARRIVED
    this.received++
    this.firstReceivedNs ??= atNs
    this.#delaysNs[sequence] = delayNs
    this.#history.arrived(atNs, delayNs)
    if (delayNs > this.#largestDelayNs) this.#largestDelayNs = delayNs
    if (sequence > this.#highest) this.#highest = sequence
    else this.#reordered.push(sequence)
  }

  /** What left before and has not arrived is lost, as far as can be known: away for twice as long as any that arrived. */
  certainNs(nowNs: Ns): Ns {
    return nowNs - Math.max(PATIENCE_NS, 2 * this.#largestDelayNs)
  }

  /** When the latest packet left that is lost. */
  lastLossNs(departures: Departures, nowNs: Ns): Ns | null {
    const givenUpNs = this.certainNs(nowNs)
    for (let sequence = departures.sent - 1; sequence >= 0; sequence--) {
      if (this.#arrived[sequence] === ARRIVED) continue
      const departedNs = departures.scheduledNs(sequence)
      if (departedNs < givenUpNs) return departedNs
    }
    return null
  }

  /** Of the packets that left since `sinceNs` one has not arrived yet. */
  isAwaited(departures: Departures, sinceNs: Ns): boolean {
    for (let sequence = departures.sent - 1; sequence >= 0; sequence--) {
      if (departures.scheduledNs(sequence) + departures.clockErrorNs < sinceNs) return false
      if ((this.#arrived[sequence] ?? 0) === 0) return true
    }
    return false
  }

  /** Of the packets `from` to `to` (exclusive), as if there were no others: the first of them is its number 0. */
  record(
    departures: Departures,
    stream: Pick<StreamRecord, 'flow' | 'direction' | 'stream'>,
    from = 0,
    to = departures.sent,
  ): StreamRecord {
    const lost = this.#ranges(from, to, (fate) => fate !== ARRIVED)
    const own = (sequence: number): boolean => sequence >= from && sequence < to
    return {
      ev: 'stream',
      ...stream,
      firstNs: departures.scheduledNs(from),
      stepNs: departures.stepNs,
      sent: to - from,
      lost,
      overdue: this.#ranges(from, to, (fate) => fate === OVERDUE),
      duplicated: [...this.#extra]
        .flatMap(([sequence, times]): [number, number][] => (own(sequence) ? [[sequence - from, times]] : []))
        .sort(([a], [b]) => a - b),
      reordered: this.#reordered.filter(own).map((sequence) => sequence - from),
      late: departures.late.flatMap(([sequence, lateNs]): [number, Ns][] =>
        own(sequence) ? [[sequence - from, lateNs]] : [],
      ),
      delay: spread(this.#delaysNs.slice(from, to).filter((_, number) => this.#arrived[from + number] === ARRIVED)),
      delays: this.#history.record(departures.stepNs, departures.scheduledNs(from)),
      held: lost.flatMap(([, last]): [number, Ns][] => {
        const delayNs = this.#delaysNs[from + last + 1] ?? 0
        return delayNs > departures.stepNs ? [[last + 1, delayNs]] : []
      }),
      clockErrorNs: departures.clockErrorNs,
    }
  }

  #ranges(from: number, to: number, holds: (fate: number | undefined) => boolean): [number, number][] {
    const ranges: [number, number][] = []
    for (let number = 0; number < to - from; number++) {
      if (!holds(this.#arrived[from + number])) continue
      const last = ranges.at(-1)
      if (last?.[1] === number - 1) last[1] = number
      else ranges.push([number, number])
    }
    return ranges
  }

  #grow(sequence: number): void {
    const length = Math.max(sequence + 1, 2 * this.#arrived.length)
    const [arrived, delaysNs] = [new Uint8Array(length), new Float64Array(length)]
    arrived.set(this.#arrived)
    delaysNs.set(this.#delaysNs)
    this.#arrived = arrived
    this.#delaysNs = delaysNs
  }
}

function spread(values: Float64Array): StreamRecord['delay'] {
  const sorted = values.sort()
  const [minNs, medianNs, maxNs] = [sorted[0], quantileOf(sorted, 0.5), sorted.at(-1)]
  return minNs === undefined || medianNs === undefined || maxNs === undefined ? null : { minNs, medianNs, maxNs }
}
