import type { SessionConnection, SessionRecord } from '../model/journal.ts'
import type { SessionMeasure } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'
import { formatNs } from '../model/time.ts'
import type { SessionVerdict } from '../model/traffic.ts'
import { widthOf } from './span.ts'
import type { Span } from './span.ts'

/**
 * What became of a session. The worst that the evidence shows:
 * dead: no fresh bytes until the end of watching · restarted: another boot nonce, a counter that began again, or a byte
 * stream that broke within its connection · reconnected: another connection, state kept · survived: the same connection,
 * after retransmissions or a stall · untouched: none of these.
 */
export function measureSession(session: SessionRecord, span: Span): SessionMeasure {
  const stalls = stallsSince(session, span.injected?.[0] ?? span.readyNs)
  const worst = stalls.reduce((a, b) => Math.max(a, b.lengthNs), 0)
  const retransmits = session.connections.reduce((all, connection) => all + connection.retransmits, 0)
  const boots = distinct(session.connections, (connection) => connection.bootNonce)
  const evidence = [
    session.connections.length === 1
      ? 'the same connection all along'
      : `${String(session.connections.length)} connections`,
    ...session.connections.flatMap(closing),
    boots > 1 ? `${String(boots)} boots of the server` : '',
    session.counterResets > 0 ? `the server's counter began again ${times(session.counterResets)}` : '',
    session.continuous ? 'byte stream unbroken' : 'byte stream broken',
    retransmits === 1 ? '1 retransmission' : `${String(retransmits)} retransmissions`,
    ...stalls.map((stall) =>
      stall.open ? `no fresh byte for the last ${formatNs(stall.lengthNs)}` : `stalled for ${formatNs(stall.lengthNs)}`,
    ),
  ]
  return {
    name: session.name,
    verdict: verdictOf(session, { stalls, boots, retransmits }, span),
    stallNs: worst,
    errorNs: session.paceNs + widthOf(span.injected),
    evidence: evidence.filter((line) => line !== ''),
  }
}

interface Stall {
  readonly startNs: Ns
  readonly lengthNs: Ns
  readonly open: boolean
}

/** Recovery is watched for at least so long (RFC 6412 says 5 s): a shorter silence at the end of watching is no death. */
const DEAD_NS = 5e9

interface Evidence {
  readonly stalls: readonly Stall[]
  readonly boots: number
  readonly retransmits: number
}

function verdictOf(session: SessionRecord, { stalls, boots, retransmits }: Evidence, span: Span): SessionVerdict {
  if (session.lastProgressNs === null || stalls.some((stall) => isDeath(stall, span))) return 'dead'
  const one = session.connections.length <= 1
  if (boots > 1 || session.counterResets > 0 || (one && !session.continuous)) return 'restarted'
  if (!one) return 'reconnected'
  return stalls.length > 0 || retransmits > 0 ? 'survived' : 'untouched'
}

/** Silent since before the healing, or for long: what a busy machine holds up for a moment at the end is neither. */
const isDeath = ({ startNs, lengthNs, open }: Stall, { healed }: Span): boolean =>
  open && (lengthNs >= DEAD_NS || (healed !== null && startNs < healed[1]))

/** Stalls that overlap the fault or follow it. */
function stallsSince(session: SessionRecord, since: Ns): Stall[] {
  return session.stalls
    .filter((stall) => (stall.endNs ?? session.watchedUntilNs) > since)
    .map((stall) => ({
      startNs: stall.startNs,
      lengthNs: (stall.endNs ?? session.watchedUntilNs) - stall.startNs,
      open: stall.endNs === null,
    }))
}

/** Stalls after the gate that were over before the fault: the steady state was none. */
export function stallsBefore(session: SessionRecord, span: Span): Ns[] {
  const since = span.injected?.[0]
  if (since === undefined) return []
  return session.stalls.flatMap(({ startNs, endNs }) =>
    endNs !== null && endNs > span.readyNs && endNs <= since ? [endNs - startNs] : [],
  )
}

const CLOSINGS = {
  'peer-reset': 'reset by the peer',
  'peer-closed': 'closed by the peer',
  timeout: 'timed out',
  refused: 'refused',
  us: '',
} as const

function closing(connection: SessionConnection): string[] {
  const how = connection.closedBy === null ? '' : CLOSINGS[connection.closedBy]
  return how === '' ? [] : [`${connection.tuple} ${how}`]
}

const distinct = (
  connections: readonly SessionConnection[],
  of: (connection: SessionConnection) => string | null,
): number => new Set(connections.map(of).filter((nonce) => nonce !== null)).size

const times = (count: number): string => (count === 1 ? 'once' : `${String(count)} times`)
