import type { StreamRecord } from '../model/journal.ts'
import type { Ns } from '../model/time.ts'

/** What arrived in the last second before an instant shows what is normal around it. */
const AROUND_NS = 1e9
/** The history has one line for each tenth of a second of arrival, or for several of them. */
const LINE_NS = 1e8

/**
 * The one-way delay that was normal shortly before `instant`: the largest of the packets that arrived in the second before
 * it, or the last one known where none did. A packet that waits in a queue until `instant` and arrives after it is not
 * normal, and is not looked at.
 * A record without a history (of an older run) gives the median of the whole trial.
 */
export function delayBefore({ delay, delays }: Pick<StreamRecord, 'delay' | 'delays'>, instant: Ns): Ns {
  if (delays === undefined) return delay?.medianNs ?? 0
  const whole = delays.filter(([fromNs]) => fromNs + LINE_NS <= instant)
  const recent = whole.filter(([fromNs]) => fromNs > instant - AROUND_NS)
  const standing = whole[whole.length - recent.length - 1]
  return Math.max(0, ...[...(standing === undefined ? [] : [standing]), ...recent].map(([, delayNs]) => delayNs))
}
