import type { Ns } from '../../model/time.ts'

/** Intervals that are looked at, the latest ones, and how many there must be. */
const INTERVALS = { most: 7, least: 2 } as const
/** By which share an interval may differ from the last one: the timer wheel's granule (kernel/time/timer.c: LVL_GRAN). */
const JITTER = 1 / 8
/** A timer that is overdue by half a period has ended. */
const OVERDUE = 1.5

export interface TimerSeries {
  readonly periodNs: Ns
  readonly lastNs: Ns
}

/** The period of events at these instants; null where they do not come periodically now. What was before is nothing to it. */
export function periodOf(instants: readonly Ns[], nowNs: Ns): TimerSeries | null {
  const intervals = instants.slice(1).map((at, index) => at - (instants[index] ?? at))
  const lastNs = instants.at(-1)
  const last = intervals.at(-1)
  if (lastNs === undefined || last === undefined) return null
  const odd = intervals.findLastIndex((interval) => Math.abs(interval - last) > JITTER * last)
  const recent = intervals.slice(odd + 1).slice(-INTERVALS.most)
  if (recent.length < INTERVALS.least) return null
  const periodNs = Math.round(recent.reduce((sum, one) => sum + one, 0) / recent.length)
  return nowNs - lastNs > OVERDUE * periodNs ? null : { periodNs, lastNs }
}
