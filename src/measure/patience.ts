import type { SessionRecord } from '../model/journal.ts'
import { formatNs, type Ns } from '../model/time.ts'

/** What a session that is silent at the end of watching may be called, and why. */
export interface Fate {
  readonly verdict: 'dead' | 'unknown'
  readonly because: string
}

/**
 * A neighbour may have to be asked for first: what leaves is answered within a second, beside the session's own pace, or
 * not at all.
 */
const ANSWER_NS = 1e9
/** net/ipv4/tcp.h, TCP_RTO_MAX. */
const LONGEST_WAIT_NS = 120e9

/**
 * TCP doubles its patience (RFC 6298 5.5): after 20 s of darkness it sends again at 25.6 or 51 s, and until then a connection
 * is silent that may live. It is dead only where something was sent once the path was back, and was not answered.
 * `sinceNs`: its last byte; null: there never was one.
 */
export function fateOf(session: SessionRecord, sinceNs: Ns | null, backNs: Ns | null): Fate {
  const unknown = (because: string): Fate => ({ verdict: 'unknown', because })
  if (session.lastProgressNs === null) return unknown('no byte ever came, not even before the fault')
  if (backNs === null) return unknown('the path was not back when the watching ended: watch longer')
  const attempts = attemptsOf(session, sinceNs ?? session.lastProgressNs, backNs)
  const isTried = attempts.some(
    ({ sentNs }) => sentNs >= backNs && session.watchedUntilNs - sentNs >= ANSWER_NS + session.paceNs,
  )
  if (isTried || attempts.length === 0) return { verdict: 'dead', because: `silent though the path was back` }
  const dueNs = Math.min(...attempts.map((attempt) => attempt.dueNs)) - session.watchedUntilNs
  const due = dueNs > 0 ? `due ${formatNs(dueNs)} after the watching ended` : 'not answered yet'
  return unknown(`TCP is only patient: its next retransmission is ${due}: watch longer`)
}

interface Attempt {
  /** When it last left. */
  readonly sentNs: Ns
  /** When it leaves again. */
  readonly dueNs: Ns
}

/** What still may bring the session back; none: nothing is on its way, and nothing will be. */
function attemptsOf(
  { connections, pending, watchedUntilNs }: SessionRecord,
  sinceNs: Ns,
  backNs: Ns,
): readonly Attempt[] {
  const last = connections.at(-1)
  const dials = connections.filter(({ connectionNonce }) => connectionNonce === null)
  // Not connected, or about to dial again: what counts is the last attempt.
  if (last !== undefined && (last.closedNs !== null || last.connectionNonce === null)) {
    return [last, ...dials].map(({ openedNs }) => ({ sentNs: openedNs, dueNs: watchedUntilNs }))
  }
  if (pending !== undefined) return pending
  // An older record says nothing of it: the wait that was running when the path came back is no longer than all before it.
  const tryNs = Math.min(backNs + (backNs - sinceNs), backNs + LONGEST_WAIT_NS)
  return [{ sentNs: tryNs, dueNs: tryNs }]
}
