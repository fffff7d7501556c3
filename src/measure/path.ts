import type { JournalEvent, StreamRecord } from '../model/journal.ts'
import type { Plan, SessionPlan } from '../model/plan.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import { isDead, lossRuns, sentAt } from './outages.ts'
import { firstSince } from './span.ts'
import type { TrialSpan } from './span.ts'

/**
 * From when on the path of a session was whole for good, as the probes between its two nodes show; where there are none, as
 * other sessions between them show. Else why that is not known: a state that changed proves no packet.
 */
export function pathBack(
  session: SessionPlan,
  events: readonly JournalEvent[],
  plan: Plan,
  span: TrialSpan,
): Ns | Reason {
  const names = plan.flows.filter(({ streams }) => streams.some((one) => joins(one, session))).map(({ name }) => name)
  const streams = events.filter(
    (event): event is StreamRecord & JournalEvent => event.ev === 'stream' && names.includes(event.flow),
  )
  if (streams.length === 0) return bySessions(session, events, plan, span)
  const ends = streams.map((stream): Ns | null => {
    const ready = firstSince(stream, span.readyNs)
    const last = lossRuns(stream, ready).at(-1)
    if (last === undefined) return sinceOf(span)
    return isDead(stream, ready, stream.sent) ? null : sentAt(stream, last.last + 1)
  })
  const back = ends.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)))
  return back ?? reason('path-not-back')`watch longer: the path was not back when the watching ended`
}

function bySessions(session: SessionPlan, events: readonly JournalEvent[], plan: Plan, span: TrialSpan): Ns | Reason {
  const others = plan.sessions.filter((one) => one.name !== session.name && joins(pairOf(one), session))
  const fresh = others.flatMap(({ name }) => {
    const record = events.find((event) => event.ev === 'session' && event.name === name)
    if (record?.ev !== 'session' || record.lastProgressNs === null) return []
    const { stalls } = record
    return stalls.some(({ endNs }) => endNs === null) ? [] : [stalls.at(-1)?.endNs ?? sinceOf(span)]
  })
  if (fresh.length > 0) return Math.max(sinceOf(span), ...fresh)
  return reason(
    'path-unwatched',
  )`nothing shows whether the path was back: add a flow between ${{ client: session.client.node }} and ${{ server: session.server.node }}`
}

const sinceOf = ({ injected, readyNs }: TrialSpan): Ns => injected?.[0] ?? readyNs

interface Pair {
  readonly from: { readonly node: string }
  readonly to: { readonly node: string }
}

const pairOf = ({ client, server }: SessionPlan): Pair => ({ from: client, to: server })

const joins = ({ from, to }: Pair, { client, server }: SessionPlan): boolean =>
  [client.node, server.node].every((node) => [from.node, to.node].includes(node))
