import type { Ns } from '../model/time.ts'
import { calls } from './libc.ts'

const CLOCK_REALTIME = 0
const TIMER_ABSTIME = 1
const PR_SET_TIMERSLACK = 29

/**
 * The lab's one clock: CLOCK_REALTIME, because kernel receive stamps are of it.
 * Instants count from `epochSeconds`, so that they stay exact integers; workers are handed the same epoch.
 */
export class Clock {
  readonly epochSeconds: bigint
  readonly #time = new BigInt64Array(2)
  readonly #until = new BigInt64Array(2)

  constructor(epochSeconds?: bigint) {
    calls.clock_gettime(CLOCK_REALTIME, this.#time)
    this.epochSeconds = epochSeconds ?? this.#time[0] ?? 0n
  }

  now(): Ns {
    calls.clock_gettime(CLOCK_REALTIME, this.#time)
    return this.fromTimespec(this.#time)
  }

  /** A kernel timespec of CLOCK_REALTIME as an instant of this clock. */
  fromTimespec(timespec: BigInt64Array): Ns {
    return Number((timespec[0] ?? 0n) - this.epochSeconds) * 1e9 + Number(timespec[1] ?? 0n)
  }

  /** An instant of this clock as a kernel timespec of CLOCK_REALTIME. */
  toTimespec(at: Ns): [seconds: bigint, nanoseconds: bigint] {
    return [this.epochSeconds + BigInt(Math.floor(at / 1e9)), BigInt(at % 1e9)]
  }

  /** Blocks the calling thread until `at`. For worker threads. */
  sleepUntil(at: Ns): void {
    this.#until.set(this.toTimespec(at))
    while (calls.clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, this.#until, null) !== 0);
  }

  /** Wakes at the instant, not up to 50 us after it. Per thread. */
  static precise(): void {
    calls.prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)
  }
}
