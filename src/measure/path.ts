import type { JournalEvent, StreamRecord } from '../model/journal.ts'
import type { Plan, SessionPlan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import { isDead, lossRuns, sentAt } from './outages.ts'
import { firstSince } from './span.ts'
import type { Span } from './span.ts'

/**
 * From when on the path of a session was whole for good, as the probes between its two nodes show; where there are none,
 * from the healing or the last change of state that was seen after it. Null: it was not whole when the watching ended.
 */
export function pathBack(session: SessionPlan, events: readonly JournalEvent[], plan: Plan, span: Span): Ns | null {
  const names = plan.flows.filter(({ streams }) => streams.some((one) => joins(one, session))).map(({ name }) => name)
  const streams = events.filter(
    (event): event is StreamRecord & JournalEvent => event.ev === 'stream' && names.includes(event.flow),
  )
  const { healed, injected, readyNs } = span
  if (streams.length === 0) {
    const last = events.findLast((event) => event.ev === 'state' && event.from !== event.to)
    return healed === null ? null : Math.max(healed[1], last?.t ?? 0)
  }
  const ends = streams.map((stream): Ns | null => {
    const ready = firstSince(stream, readyNs)
    const last = lossRuns(stream, ready).at(-1)
    if (last === undefined) return injected?.[0] ?? readyNs
    return isDead(stream, ready, stream.sent) ? null : sentAt(stream, last.last + 1)
  })
  return ends.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)))
}

const joins = ({ from, to }: Plan['flows'][number]['streams'][number], { client, server }: SessionPlan): boolean =>
  [client.node, server.node].every((node) => [from.node, to.node].includes(node))
