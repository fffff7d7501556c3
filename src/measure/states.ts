import type { StateMatch, WatchedObject } from '../model/handle.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Ns } from '../model/time.ts'
import type { TrialSpan } from './span.ts'

export type StateEvent = Extract<JournalEvent, { ev: 'state' }>

/** What the watchers saw of an object, in order of time. */
export function seen(events: readonly JournalEvent[], { watch, node, name }: WatchedObject): StateEvent[] {
  return events
    .filter((event) => event.ev === 'state')
    .filter((one) => one.watch === watch && one.node === node && one.name === name && one.from !== one.to)
    .sort((a, b) => a.t - b.t)
}

/** A time that ends with a change of state. */
export interface Timed {
  readonly ns: Ns
  /** Half of the time in which it can have changed: a poll, or a daemon's report. */
  readonly errorNs: Ns
}

export function since(startNs: Ns, { t, sinceNs = t }: StateEvent): Timed {
  const errorNs = Math.ceil((t - Math.max(sinceNs, startNs)) / 2)
  return { ns: t - errorNs - startNs, errorNs }
}

/** From the injection to the first time that the object takes on the state that theory names as detection. */
export function detectionOf(events: readonly JournalEvent[], match: StateMatch, span: TrialSpan): Timed | null {
  const { injected, healed } = span
  if (injected === null) return null
  const until = healed?.[0] ?? Number.POSITIVE_INFINITY
  const found = seen(events, match).find(
    (event) => event.t >= injected[0] && event.t < until && event.to === match.state,
  )
  return found === undefined ? null : since(injected[0], found)
}
