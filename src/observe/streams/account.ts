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

  /** When the latest packet left that is lost: away for twice as long as any that arrived. */
  lastLossNs(departures: Departures, nowNs: Ns): Ns | null {
    const givenUpNs = nowNs - Math.max(PATIENCE_NS, 2 * this.#largestDelayNs)
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

  record(departures: Departures, stream: Pick<StreamRecord, 'flow' | 'direction' | 'stream'>): StreamRecord {
    const lost = this.#ranges(departures.sent, (fate) => fate !== ARRIVED)
    return {
      ev: 'stream',
      ...stream,
      firstNs: departures.firstNs,
      stepNs: departures.stepNs,
      sent: departures.sent,
      lost,
      overdue: this.#ranges(departures.sent, (fate) => fate === OVERDUE),
      duplicated: [...this.#extra].sort(([a], [b]) => a - b),
      reordered: this.#reordered,
      late: departures.late,
      delay: spread(this.#delaysNs.filter((_, sequence) => this.#arrived[sequence] === ARRIVED)),
      delays: this.#history.record(departures.stepNs),
      held: lost.flatMap(([, last]): [number, Ns][] => {
        const delayNs = this.#delaysNs[last + 1] ?? 0
        return delayNs > departures.stepNs ? [[last + 1, delayNs]] : []
      }),
      clockErrorNs: departures.clockErrorNs,
    }
  }

  #ranges(sent: number, holds: (fate: number | undefined) => boolean): [number, number][] {
    const ranges: [number, number][] = []
    for (let sequence = 0; sequence < sent; sequence++) {
      if (!holds(this.#arrived[sequence])) continue
      const last = ranges.at(-1)
      if (last?.[1] === sequence - 1) last[1] = sequence
      else ranges.push([sequence, sequence])
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
