import type { Ns } from '../model/time.ts'

/** Levels of the kernel's timer wheel below this many jiffies (kernel/time/timer.c: LVL_START). */
const LEVEL_0 = 63

/** Whole jiffies of a time, rounded up: msecs_to_jiffies(). */
export const jiffies = (ns: Ns, hz: number): number => Math.ceil((ns * hz) / 1e9)

export const jiffyNs = (hz: number): Ns => Math.round(1e9 / hz)

/**
 * What really passes between two runs of a work item that queues itself again for `delay` jiffies. The timer wheel never
 * fires early: it rounds up to the granularity of its level, at least to the next jiffy (kernel/time/timer.c: calc_index).
 * At HZ=100 a 100 ms monitor runs every 110 ms.
 */
export function workPeriod(delay: number): number {
  const granularity = wheelGranularity(delay)
  return granularity * (Math.floor(delay / granularity) + 1)
}

/** By how many jiffies a timer may be late: the granule of its wheel's level. */
export function wheelGranularity(delay: number): number {
  let granularity = 1
  while (delay >= LEVEL_0 * granularity) granularity *= 8
  return granularity
}

/** The latest instant at which a timer that is set for `ns` fires. */
export const latestNs = (ns: Ns, hz: number): Ns => (jiffies(ns, hz) + wheelGranularity(jiffies(ns, hz))) * jiffyNs(hz)
