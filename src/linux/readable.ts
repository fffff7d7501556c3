import type { Ns } from '../model/time.ts'
import type { Clock } from './clock.ts'
import { calls, check, checkNonBlocking, pollElsewhere } from './libc.ts'

const POLLIN = 1
const POLLFD_BYTES = 8
const POLLFD_REVENTS = 6
const EFD_NONBLOCK = 0o4000
/** A descriptor that was closed under a wait is noticed by the next one. */
const IDLE_MS = 1000
/** Well above what taking one change costs, in a guest's virtual time too: 0.1 to 0.4 ms measured. */
const BURST_NS = 1e6

/** `sinceNs`: it may have been there since then; absent: it has just come. */
type Taker = (atNs: Ns, sinceNs?: Ns) => void

/**
 * Calls back when a descriptor can be read, with the instant at which that was seen.
 * The wait is one poll(2) on a thread without JavaScript: in a guest, a thread of Node's costs as much as half of Node's start.
 */
export class Readable {
  readonly #clock: Clock
  readonly #wakeFd = check('eventfd', 0, EFD_NONBLOCK)
  readonly #takers = new Map<number, Taker>()
  readonly #ended: Promise<void>
  #stopped = false
  /** When the first change of the present burst was seen, and when the last one had been taken. */
  #burstNs: Ns = 0
  #takenNs: Ns = 0

  constructor(clock: Clock) {
    this.#clock = clock
    const counter = Buffer.alloc(8)
    this.#takers.set(this.#wakeFd, () => void checkNonBlocking('read', this.#wakeFd, counter, counter.length))
    // Where it fails nobody sees anything any more: the rejection is nobody's, and ends the trial.
    this.#ended = this.#run()
  }

  /** The taker must not block: it may be called when there is nothing left to read. */
  add(fd: number, take: Taker): void {
    this.#takers.set(fd, take)
    this.#wake()
  }

  remove(fd: number): void {
    this.#takers.delete(fd)
    this.#wake()
  }

  /** Takes what has come while nobody could: since the instant. */
  catchUp(sinceNs: Ns): void {
    const { fds, set } = this.#pollSet()
    calls.ppoll(set, fds.length, new BigInt64Array([0n, 0n]), null)
    this.#take(fds, set, sinceNs)
  }

  /** Blocks until then, except to take what comes meanwhile. */
  sleepUntil(at: Ns): void {
    for (let left = at - this.#clock.now(); left > 0; left = at - this.#clock.now()) {
      const { fds, set } = this.#pollSet()
      calls.ppoll(set, fds.length, new BigInt64Array([BigInt(Math.floor(left / 1e9)), BigInt(left % 1e9)]), null)
      this.#take(fds, set)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#ended
    calls.close(this.#wakeFd)
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const { fds, set } = this.#pollSet()
      await pollElsewhere(set, fds.length, IDLE_MS)
      this.#take(fds, set)
    }
  }

  /**
   * The kernel announces changes of one instant one after another (bond_queue_slave_event: a work item for each port), and each
   * waits until the one before has been taken: it may be as old as the first of them.
   */
  #take(fds: readonly number[], set: Buffer, givenNs?: Ns): void {
    const atNs = this.#clock.now()
    if (atNs - this.#takenNs > BURST_NS) this.#burstNs = atNs
    const sinceNs = givenNs ?? (this.#burstNs < atNs ? this.#burstNs : undefined)
    for (const [at, fd] of fds.entries()) {
      if (set.readInt16LE(at * POLLFD_BYTES + POLLFD_REVENTS) !== 0) this.#takers.get(fd)?.(atNs, sinceNs)
    }
    this.#takenNs = this.#clock.now()
  }

  #pollSet(): { readonly fds: readonly number[]; readonly set: Buffer } {
    const fds = [...this.#takers.keys()]
    // Memory that does not move while another thread writes to it.
    const set = Buffer.from(new ArrayBuffer(fds.length * POLLFD_BYTES))
    for (const [at, fd] of fds.entries()) {
      set.writeInt32LE(fd, at * POLLFD_BYTES)
      set.writeInt16LE(POLLIN, at * POLLFD_BYTES + 4)
    }
    return { fds, set }
  }

  #wake(): void {
    const one = Buffer.alloc(8)
    one.writeUInt8(1)
    check('write', this.#wakeFd, one, one.length)
  }
}
