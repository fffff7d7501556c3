import type { SessionRecord } from '../model/journal.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'

/** What a session that is silent at the end of watching may be called, and why. */
export interface Fate {
  readonly verdict: 'dead' | 'unknown'
  readonly because: Reason
}

/**
 * A neighbour may have to be asked for first: what leaves is answered within a second, beside the session's own pace, or
 * not at all.
 */
const ANSWER_NS = 1e9
/** tcp_info counts in jiffies: so much earlier a segment may have left (HZ=100). */
const JIFFY_NS = 10e6
/** net/ipv4/tcp.h, TCP_RTO_MAX. */
const LONGEST_WAIT_NS = 120e9

/** Timers of the kernel come up to an eighth of their time late: kernel/time/timer.c, the granules of the wheel. */
const LATE_SHARE = 1 / 8

/** What a silence at the end is judged by. */
export interface SilentEnd {
  /** Its last byte before; null: there never was one. */
  readonly sinceNs: Ns | null
  /** From when on the path was whole again, or why that is not known. */
  readonly back: Ns | Reason
  /** What instants are counted from. */
  readonly originNs: Ns
  /** So much later comes whatever is impaired all along: of both directions together. */
  readonly delayedNs: Ns
}

/**
 * TCP doubles its patience (RFC 6298 5.5): after 20 s of darkness it sends again at 25.6 or 51 s, and until then a connection
 * is silent that may live. It is dead only where something was sent once the path was back, and was not answered.
 */
export function fateOf(session: SessionRecord, { sinceNs, back, originNs, delayedNs }: SilentEnd): Fate {
  const unknown = (because: Reason): Fate => ({ verdict: 'unknown', because })
  const { lastProgressNs, watchedUntilNs, paceNs } = session
  if (lastProgressNs === null) return unknown(reason('no-byte-ever')`no byte ever came, not even before the fault`)
  if (typeof back !== 'number') return unknown(back)
  const attempts = attemptsOf(session, sinceNs ?? lastProgressNs, back)
  const tried = attempts.filter(({ sentNs }) => sentNs - JIFFY_NS >= back)
  const isAnswerDue = ({ sentNs }: Attempt): boolean => watchedUntilNs - sentNs >= ANSWER_NS + delayedNs + paceNs
  if (attempts.length === 0 || tried.some(isAnswerDue))
    return { verdict: 'dead', because: reason('silent-though-back')`silent though the path was back` }
  const since = (ns: Ns): Ns => ns - originNs
  const ended = reason('watching-ended')`the watching ended at +${{ endedNs: since(watchedUntilNs) }}`
  const [last] = tried.toSorted((a, b) => a.sentNs - b.sentNs)
  if (last !== undefined)
    return unknown(
      reason(
        'answer-not-due',
      )`watch longer: TCP tried again at +${{ triedNs: since(last.sentNs) }}, and ${{ ended }}, before an answer was due`,
    )
  const [next] = attempts.toSorted((a, b) => latestOf(a) - latestOf(b))
  if (next === undefined || next.dueNs === null)
    return unknown(
      reason(
        'not-dialled',
      )`watch longer: the client had not dialled since the path was back at +${{ backNs: since(back) }}, and ${{ ended }}`,
    )
  return unknown(
    reason(
      'retransmission-due',
    )`watch longer: the next retransmission is due at +${{ fromNs: since(next.dueNs) }} … +${{ toNs: since(latestOf(next)) }}, and ${{ ended }}`,
  )
}

interface Attempt {
  /** When it last left. */
  readonly sentNs: Ns
  /** When it leaves again; null: that is not known. */
  readonly dueNs: Ns | null
}

const latestOf = ({ sentNs, dueNs }: Attempt): Ns =>
  dueNs === null ? Infinity : dueNs + Math.ceil((dueNs - sentNs) * LATE_SHARE)

/** What still may bring the session back; none: nothing is on its way, and nothing will be. */
function attemptsOf({ connections, pending }: SessionRecord, sinceNs: Ns, backNs: Ns): readonly Attempt[] {
  const last = connections.at(-1)
  const dials = connections.filter(({ connectionNonce }) => connectionNonce === null)
  // Not connected, or about to dial again: what counts is the last attempt.
  if (last !== undefined && (last.closedNs !== null || last.connectionNonce === null)) {
    return [last, ...dials].map(({ openedNs }) => ({ sentNs: openedNs, dueNs: null }))
  }
  if (pending !== undefined) return pending
  // An older record says nothing of it: the wait that was running when the path came back is no longer than all before it.
  const tryNs = Math.min(backNs + (backNs - sinceNs), backNs + LONGEST_WAIT_NS)
  return [{ sentNs: tryNs, dueNs: tryNs }]
}
