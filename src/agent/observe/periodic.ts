import type { Ns } from '../../model/time.ts'

/** Intervals that are looked at, and how many there must be. */
const INTERVALS = { most: 4, least: 2 } as const
/** By which share an interval may differ from their mean. */
const JITTER = 0.05
/** A timer that is overdue by half a period has ended. */
const OVERDUE = 1.5

export interface Series {
  readonly periodNs: Ns
  readonly lastNs: Ns
}

/** The period of events at these instants; null where they do not come periodically, or no longer. */
export function periodOf(instants: readonly Ns[], nowNs: Ns): Series | null {
  const recent = instants.slice(-INTERVALS.most - 1)
  const intervals = recent.slice(1).map((at, index) => at - (recent[index] ?? at))
  const lastNs = recent.at(-1)
  if (lastNs === undefined || intervals.length < INTERVALS.least) return null
  const periodNs = Math.round((lastNs - (recent[0] ?? lastNs)) / intervals.length)
  if (intervals.some((interval) => Math.abs(interval - periodNs) > JITTER * periodNs)) return null
  return nowNs - lastNs > OVERDUE * periodNs ? null : { periodNs, lastNs }
}
