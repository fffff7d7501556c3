import type { StateMatch } from '../model/handle.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Ns } from '../model/time.ts'
import type { Span } from './span.ts'

type StateEvent = Extract<JournalEvent, { ev: 'state' }>

/** What the watchers saw of the object that `match` names, in order of time. */
function seen(events: readonly JournalEvent[], match: StateMatch): StateEvent[] {
  return events
    .filter((event) => event.ev === 'state')
    .filter(
      (event) =>
        event.watch === match.watch &&
        event.node === match.node &&
        event.name === match.name &&
        event.from !== event.to,
    )
    .sort((a, b) => a.t - b.t)
}

/** A time that ends with a change of state. */
export interface Timed {
  readonly ns: Ns
  /** Half of the time in which it can have changed: a poll, or a daemon's report. */
  readonly errorNs: Ns
}

function since(startNs: Ns, { t, sinceNs = t }: StateEvent): Timed {
  const errorNs = Math.ceil((t - Math.max(sinceNs, startNs)) / 2)
  return { ns: t - errorNs - startNs, errorNs }
}

/** From the injection to the first time that the object takes on the state that theory names as detection. */
export function detectionOf(events: readonly JournalEvent[], match: StateMatch, span: Span): Timed | null {
  const { injected, healed } = span
  if (injected === null) return null
  const until = healed?.[0] ?? Number.POSITIVE_INFINITY
  const found = seen(events, match).find(
    (event) => event.t >= injected[0] && event.t < until && event.to === match.state,
  )
  return found === undefined ? null : since(injected[0], found)
}

/**
 * From the healing until the object of detection is, for good, in the state that it had before the injection:
 * traffic is on the preferred path again. Null: it never left that state, or never came back to it.
 */
export function reversionOf(events: readonly JournalEvent[], match: StateMatch, span: Span): Timed | null {
  const { injected, healed } = span
  if (injected === null || healed === null) return null
  const states = seen(events, match)
  const before = states.findLast((event) => event.t < injected[0])
  const last = states.at(-1)
  if (before === undefined || last === undefined || last.t < healed[0] || last.to !== before.to) return null
  return since(healed[0], last)
}
