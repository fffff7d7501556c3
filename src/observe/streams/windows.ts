import type { Clock } from '../../linux/clock.ts'
import { addressOf } from '../../linux/libc.ts'
import { Ring, type Chain } from '../../linux/ring.ts'
import { TIMER_COUNT_BYTES, openTimer } from '../../linux/timer.ts'
import type { Departures } from './account.ts'
import { stampPacket } from './packet.ts'
import { batchesOf, type Batch, type Tick } from './ticks.ts'

/** So much is handed over at once. Whoever asks for the account waits for the end of a window. */
const WINDOW_NS = 100e6
/** Between two windows lie a few system calls, and the draining of what has arrived. */
const CLOSEST_NS = 0.5e6
/** How exactly it is known when a packet left. */
const CLOCK_STEP_NS = 1000

/**
 * Departures in windows that are handed to the kernel as a whole, each rate's as a chain of an io_uring: wait for a tick, read how
 * many microseconds have passed, send, wait for the next tick. No program wakes for a packet, which would be half of what a trial
 * costs in virtual time. A packet carries the instant at which it is due. When it left is measured; what was late by a whole step or
 * more is not caught up with in a window (`isLate`).
 */
export class Windows {
  readonly #ring: Ring
  readonly #windows: readonly Window[]

  private constructor(ring: Ring, windows: readonly Window[]) {
    this.#ring = ring
    this.#windows = windows
  }

  /** null: this kernel has no io_uring, departures are too close, or what is sent depends on what arrives meanwhile. */
  static open(ticks: readonly Tick[], clock: Clock): Windows | null {
    if (ticks.some(({ answers, departures }) => answers || departures.stepNs < CLOSEST_NS)) return null
    const rows = ticks.map(({ streams, departures }) => {
      const count = Math.max(1, Math.round(WINDOW_NS / departures.stepNs))
      return { departures, count, batches: batchesOf(streams, count) }
    })
    const requests = rows.map(({ count, batches }) => 2 * count + sum(batches.map(packetsOf)))
    const ring = Ring.open(sum(requests))
    if (ring === null) return null
    const windows = rows.map((row, number) => new Window(ring, number, row.departures, row.count, row.batches, clock))
    return new Windows(ring, windows)
  }

  /** Hands over each window that may begin, and waits until one is over; how many packets have left meanwhile. */
  pass(): number {
    for (const window of this.#windows) if (window.isOver) window.begin(this.#ring)
    return this.#await()
  }

  /** A packet left so late that those behind it would be late too. */
  get isLate(): boolean {
    return this.#windows.some(({ isLate }) => isLate)
  }

  /** Waits until every window is over; how many packets have left meanwhile. */
  finish(): number {
    let left = 0
    while (!this.#windows.every(({ isOver }) => isOver)) left += this.#await()
    return left
  }

  #await(): number {
    if (this.#windows.every(({ isOver }) => isOver)) return 0
    while (this.#ring.wait().length === 0);
    return sum(this.#windows.map((window) => window.account()))
  }
}

/** The next departures of one rate. */
class Window {
  isOver = true
  isLate = false
  readonly #departures: Departures
  readonly #count: number
  readonly #batches: readonly Batch[]
  readonly #chain: Chain
  /** Of each departure: the microseconds between it and the one before. 0: it has not left yet. */
  readonly #passed: BigUint64Array
  /** Of all departures so far, from an imagined one a microsecond before the first. */
  #passedNs = -CLOCK_STEP_NS
  /** Of these departures, how many are in the account. */
  #left = 0

  constructor(
    ring: Ring,
    number: number,
    departures: Departures,
    count: number,
    batches: readonly Batch[],
    clock: Clock,
  ) {
    this.#departures = departures
    this.#count = count
    this.#batches = batches
    const memory = new ArrayBuffer(Math.max(4096, (count + 1) * TIMER_COUNT_BYTES))
    this.#passed = new BigUint64Array(memory, 0, count)
    const address = addressOf(new Uint8Array(memory))
    const slotAt = (slot: number): bigint => address + BigInt(slot * TIMER_COUNT_BYTES)
    const ticks = openTimer(clock, departures.firstNs, departures.stepNs)
    const microseconds = openTimer(clock, departures.firstNs, CLOCK_STEP_NS)
    for (let departure = 0; departure < count; departure++) {
      ring.read(ticks, slotAt(count), TIMER_COUNT_BYTES)
      ring.read(microseconds, slotAt(departure), TIMER_COUNT_BYTES)
      for (const { fds, datagrams } of batches) {
        const slots = datagrams.count / count
        for (const fd of fds)
          for (let slot = departure * slots; slot < (departure + 1) * slots; slot++)
            ring.sendMessage(fd, datagrams.headerAddress(slot))
      }
    }
    this.#chain = ring.end(number)
  }

  begin(ring: Ring): void {
    const { sent } = this.#departures
    for (const { datagrams } of this.#batches) {
      const slots = datagrams.count / this.#count
      for (let slot = 0; slot < datagrams.count; slot++) {
        const sequence = sent + Math.floor(slot / slots)
        stampPacket(datagrams.view, datagrams.payloadAt(slot), sequence, this.#departures.scheduledNs(sequence))
      }
    }
    this.#passed.fill(0n)
    this.#left = 0
    this.isOver = false
    ring.begin(this.#chain)
  }

  /** What has left by now goes into the account; how many packets. */
  account(): number {
    const { firstNs, stepNs } = this.#departures
    const before = this.#left
    for (; this.#left < this.#count && this.#passed[this.#left] !== 0n; this.#left++) {
      this.#passedNs += Number(this.#passed[this.#left]) * CLOCK_STEP_NS
      const { dueNs } = this.#departures
      const atNs = Math.max(dueNs, firstNs + this.#passedNs)
      // The chain waits for the next tick, and this one has gone by: it would stay behind.
      if (atNs >= dueNs + stepNs) this.isLate = true
      this.#departures.departed(atNs)
    }
    this.isOver = this.#left === this.#count
    return ((this.#left - before) * sum(this.#batches.map(packetsOf))) / this.#count
  }
}

const packetsOf = ({ fds, datagrams }: Batch): number => fds.length * datagrams.count

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
