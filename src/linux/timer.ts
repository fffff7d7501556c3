import type { Ns } from '../model/time.ts'
import type { Clock } from './clock.ts'
import { check } from './libc.ts'

const CLOCK_REALTIME = 0
const TFD_NONBLOCK = 0o4000
const TFD_TIMER_ABSTIME = 1

/** What a read of a timer gives: how often it has expired since the last one, as 64 bits. */
export const TIMER_COUNT_BYTES = 8

/** A descriptor that can be read at each instant of a grid (timerfd_create(2)). */
export function openTimer(clock: Clock, firstNs: Ns, stepNs: Ns): number {
  const timer = check('timerfd_create', CLOCK_REALTIME, TFD_NONBLOCK)
  const [second, nanosecond] = clock.toTimespec(firstNs)
  const step = [BigInt(Math.floor(stepNs / 1e9)), BigInt(stepNs % 1e9)]
  check('timerfd_settime', timer, TFD_TIMER_ABSTIME, BigInt64Array.of(...step, second, nanosecond), null)
  return timer
}
