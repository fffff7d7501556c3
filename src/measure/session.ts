import type { SessionConnection, SessionRecord } from '../model/journal.ts'
import type { SessionMeasure } from '../model/measure.ts'
import { reasonText, type Reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import { formatNs } from '../model/time.ts'
import type { SessionVerdict } from '../model/traffic.ts'
import { fateOf } from './patience.ts'
import { widthOf } from './span.ts'
import type { TrialSpan } from './span.ts'

/**
 * What became of a session. The worst that the evidence shows:
 * dead: no fresh byte until the end of watching, though TCP tried again once the path was back · restarted: another boot
 * nonce, a client that started again, a counter that began again, or a byte stream that broke within its connection · reconnected: another connection,
 * state kept · survived: the same connection, after retransmissions or a stall · untouched: none of these.
 * Unknown: it was silent when the watching ended, and TCP had not tried again yet.
 * `back`: from when on the path was whole again, or why that is not known. `delayedNs`: what the drift adds at most.
 */
export function measureSession(
  session: SessionRecord,
  span: TrialSpan,
  back: Ns | Reason,
  delayedNs: Ns = 0,
): SessionMeasure {
  const connections = session.connections.filter(({ closedNs }) => closedNs === null || closedNs > span.readyNs)
  const stalls = stallsSince(session, span.injected?.[0] ?? span.readyNs)
  const ended = stalls.filter((stall) => !isDark(stall, span))
  const open = stalls.find((stall) => isDark(stall, span))
  const silence = { sinceNs: open?.startNs ?? null, back, originNs: span.injected?.[0] ?? span.readyNs, delayedNs }
  const fate = open === undefined && session.lastProgressNs !== null ? null : fateOf(session, silence)
  const retransmits = connections.reduce((all, connection) => all + connection.retransmits, 0)
  const boots = distinct(connections, (connection) => connection.bootNonce)
  const seen = verdictOf(session, { connections, stalls, boots, retransmits })
  const evidence = [
    connections.length === 1 ? 'the same connection all along' : `${String(connections.length)} connections`,
    ...connections.flatMap(closing),
    boots > 1 ? `${String(boots)} boots of the server` : '',
    session.clientStarts > 1 ? 'the client started again and remembered nothing' : '',
    session.counterResets > 0 ? `the server's counter began again ${times(session.counterResets)}` : '',
    session.continuous ? 'byte stream unbroken' : 'byte stream broken',
    retransmits === 1 ? '1 retransmission' : `${String(retransmits)} retransmissions`,
    stallsText(ended.map(({ lengthNs }) => lengthNs)),
    open === undefined ? '' : `no fresh byte for the last ${formatNs(open.lengthNs)}`,
    fate === null ? '' : reasonText(fate.because),
  ]
  return {
    name: session.name,
    verdict: fate?.verdict ?? seen,
    atBest: seen,
    because: fate?.because ?? null,
    stallNs: longest(ended),
    stallAtLeastNs: open?.lengthNs ?? null,
    faultStallNs: longest(stalls.filter((stall) => isOfFault(stall, session, span))),
    returnStallNs: span.healed === null ? null : longest(stalls.filter((stall) => !isOfFault(stall, session, span))),
    errorNs: session.paceNs + widthOf(span.injected),
    evidence: evidence.filter((line) => line !== ''),
  }
}

const longest = (stalls: readonly Stall[]): Ns => Math.max(0, ...stalls.map(({ lengthNs }) => lengthNs))

interface Stall {
  readonly startNs: Ns
  readonly lengthNs: Ns
  readonly isOpen: boolean
}

/** Recovery is watched for at least so long (RFC 6412 says 5 s): a shorter silence at the end of watching is no stall of its own. */
const DARK_NS = 5e9

interface Evidence {
  readonly connections: readonly SessionConnection[]
  readonly stalls: readonly Stall[]
  readonly boots: number
  readonly retransmits: number
}

/** As if whatever is silent at the end spoke again. */
function verdictOf(
  session: SessionRecord,
  { connections, stalls, boots, retransmits }: Evidence,
): Exclude<SessionVerdict, 'dead'> {
  const one = connections.length <= 1
  if (boots > 1 || session.clientStarts > 1 || session.counterResets > 0 || (one && !session.continuous))
    return 'restarted'
  if (!one) return 'reconnected'
  return stalls.length > 0 || retransmits > 0 ? 'survived' : 'untouched'
}

/** Silent since before the healing, or for long: what a busy machine holds up for a moment at the end is neither. */
const isDark = ({ startNs, lengthNs, isOpen }: Stall, { healed }: TrialSpan): boolean =>
  isOpen && (lengthNs >= DARK_NS || (healed !== null && startNs < healed[1]))

/** What the return takes begins with the last fresh byte before it, up to one pace earlier. */
const isOfFault = ({ startNs }: Stall, { paceNs }: SessionRecord, { healed }: TrialSpan): boolean =>
  healed === null || startNs < healed[0] - paceNs

/** Stalls that overlap the fault or follow it. */
function stallsSince(session: SessionRecord, since: Ns): Stall[] {
  return session.stalls
    .filter((stall) => (stall.endNs ?? session.watchedUntilNs) > since)
    .map((stall) => ({
      startNs: stall.startNs,
      lengthNs: (stall.endNs ?? session.watchedUntilNs) - stall.startNs,
      isOpen: stall.endNs === null,
    }))
}

/** `stalled for 3.6 s`, `stalled 80 times, for 0.21 s … 0.84 s`. */
function stallsText(lengthsNs: readonly Ns[]): string {
  if (lengthsNs.length === 0) return ''
  const [low, high] = [Math.min(...lengthsNs), Math.max(...lengthsNs)].map(formatNs) as [string, string]
  const range = low === high ? low : `${low} … ${high}`
  return lengthsNs.length === 1 ? `stalled for ${range}` : `stalled ${String(lengthsNs.length)} times, for ${range}`
}

/** Stalls after the gate that were over before the fault, or had lasted too long when it struck: the steady state was none. */
export function stallsBefore(session: SessionRecord, span: TrialSpan): Ns[] {
  const since = span.injected?.[0]
  if (since === undefined) return []
  return session.stalls.flatMap(({ startNs, endNs }) => {
    if (endNs !== null && endNs <= since) return endNs > span.readyNs ? [endNs - startNs] : []
    return since - startNs > session.paceNs ? [since - startNs] : []
  })
}

const CLOSINGS = {
  'peer-reset': 'reset by the peer',
  'peer-closed': 'closed by the peer',
  timeout: 'timed out',
  refused: 'refused',
  power: 'lost with the power of its node',
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
