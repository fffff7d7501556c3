import { THEORIES } from '../mechanisms/all/theory.ts'
import type { Effect } from '../model/fault.ts'
import { isReason, reason, type Reason } from '../model/reason.ts'
import { ms, seconds, type Ns } from '../model/time.ts'
import { givenUp } from './giving-up.ts'
import { isHashed } from './hashed.ts'
import type { ExpectedOutage } from './outage.ts'
import type { AddressPairs } from './path.ts'
import { stallOfReset } from './reset.ts'
import type { RoundTrip } from './round-trip.ts'
import { seriesOf } from './series.ts'
import { stallOf, type Talk } from './stall.ts'
import { SPARSE_NS } from './tcp.ts'
import type { Moved } from './virtual-end.ts'
import type { Wiring } from './wiring.ts'

export interface TheorySession extends Talk {
  readonly name: string
  /** Names of nodes. */
  readonly from: string
  readonly to: string
  readonly pairs: AddressPairs
  /** Of a request. */
  readonly sizeBytes: number
  /** Nodes that serve at the same time: another one may answer after the failover. */
  readonly isAnew: boolean
  /** It goes to a virtual address; `to` is the preferred one of these nodes. Default: to `to` alone. */
  readonly servers?: readonly string[]
  /** For so long after its first retransmission its client waits. Default: for longer than any hold. */
  readonly userTimeoutNs?: Ns
}

/** IPv4 and TCP with its time stamps: what of an MTU is no payload. */
const HEADERS = 52
const ETHERNET_MTU = 1500
/** A gap is a stall where it is longer than two intervals, a round trip and a jiffy: see src/observe/sessions/record.ts. */
const SLACK_NS: Ns = ms(30)
/** net.ipv4.tcp_retries2: 15 timeouts from 0.2 s on are 924 s. */
const PATIENCE_NS: Ns = seconds(900)

const NO_WAY_BACK = reason('several-serve')`several nodes serve as one, and another one knows nothing of its connection`

/** What theory needs to know around a session. */
interface Circumstances {
  readonly wiring: Wiring
  readonly effects: readonly Effect[]
  readonly drift: readonly Effect[]
  readonly holdNs: Ns
  readonly hz: number
  readonly roundTrip: RoundTrip
  /** Why TCP may send again sooner than by its timers; null: it does not. */
  readonly refused: Reason | null
  /** Where its address goes; null: it is not virtual. */
  readonly moved: Moved | null
}

/**
 * The longest stall that the outages of its two directions bring about, or why nothing can be said: a connection that is
 * silent at the healing, or whose next retransmission may come after that, meets the return as well, which has no window.
 */
export function stallOfSession(
  session: TheorySession,
  outages: readonly (ExpectedOutage | Reason)[],
  around: Circumstances,
): ExpectedOutage | Reason {
  const { holdNs, hz, roundTrip, moved } = around
  const { lateNs, delay } = roundTrip
  const silent = outages.find(isReason) ?? silenceOf(session, around)
  if (silent !== null) return silent
  const [there, back] = outages.flatMap((one) => (isReason(one) ? [] : [one]))
  if (there === undefined || back === undefined) return NO_WAY_BACK
  if (around.refused !== null && [there, back].some(({ highNs }) => highNs !== 0)) return around.refused
  const broken = [there, back].filter(({ highNs }) => highNs !== 0)
  if (broken.some(({ highNs, unhealedNs }) => highNs === null || highNs > holdNs || unhealedNs !== undefined))
    return reason(
      'return-unbounded',
    )`it may be silent when the fault is healed, and what the return costs has no window`
  const movedNs = moved?.moved === 'once' ? moved.byNs : 0
  const beginsNs = broken.length === 0 ? movedNs : Math.min(...broken.map(({ dark }) => dark?.fromNs ?? 0))
  const endsNs = Math.max(movedNs, ...broken.map(({ highNs, dark }) => Math.max(highNs ?? 0, dark?.toNs ?? 0)))
  if (endsNs - beginsNs > PATIENCE_NS) return reason('tcp-gives-up')`TCP gives up after a quarter of an hour`
  const whole = (one: ExpectedOutage) => ({
    ...one,
    highNs: one.highNs === 0 ? 0 : Math.max(one.highNs ?? 0, (one.dark?.toNs ?? 0) - beginsNs),
  })
  const lowNs = isHashed(around.wiring) ? 0 : delay.lowNs
  const talk = { ...session, lateNs, delay: { ...delay, lowNs } }
  const both = [whole(there), whole(back)] as const
  const patient =
    moved?.moved === 'once'
      ? stallOfReset(both, { to: moved.to, byNs: moved.byNs - beginsNs }, talk, hz)
      : stallOf(both, talk, hz)
  const { userTimeoutNs } = session
  const resigns = resigning(session, around.wiring, patient.highNs)
  if (resigns !== undefined)
    return reason(
      'node-may-give-up',
    )`${{ node: resigns }} may give the connection up (tcp_retries2), and whether its other end still waits for an answer then is not modelled`
  // Of a writer it is not known when its first retransmission leaves.
  if (userTimeoutNs !== undefined && session.kind === 'stream' && patient.highNs > userTimeoutNs)
    return reason(
      'client-may-give-up',
    )`its client may give the connection up, and when a writer sends again first is not modelled`
  const outage = {
    lowNs: Math.max(there.lowNs, back.lowNs),
    highNs: Math.max(0, ...both.map(({ highNs }) => highNs)),
  }
  const stall =
    userTimeoutNs === undefined || patient.highNs === 0
      ? patient
      : givenUp(patient, { userTimeoutNs, intervalNs: session.intervalNs, outage }, hz)
  if (stall.highNs > 0 && beginsNs + stall.highNs - session.intervalNs > holdNs)
    return reason(
      'tcp-sends-after-healing',
    )`TCP may send again only ${{ afterNs: stall.highNs }} after the fault, when it is healed, and what the return costs has no window`
  // A stall that begins shortly before the healing may be that of the return, and is not measured as this one.
  const isMeasured = endsNs + 2 * (session.intervalNs + lateNs) + SLACK_NS <= holdNs
  return { ...stall, lowNs: isMeasured && !isHashed(around.wiring) ? stall.lowNs : 0 }
}

/** The end that may have sent again for as long as its kernel is told to; a client with a timeout of its own goes by that. */
const resigning = (
  { from, to, servers = [], userTimeoutNs }: TheorySession,
  { topology }: Wiring,
  stallNs: Ns,
): string | undefined =>
  topology.nodes.find(
    (node) =>
      [...(userTimeoutNs === undefined ? [from] : []), to, ...servers].includes(node.name) &&
      THEORIES.some(({ patience }) => stallNs >= (patience?.(node) ?? Infinity)),
  )?.name

const DELAYED_OPENING = reason(
  'delayed-opening',
)`a delay is on its path, and what a new connection takes to open then is not modelled`

/** Why nothing can be said, whatever the outages; null: something can. */
function silenceOf(
  { kind, from, to, sizeBytes, intervalNs, isAnew, servers = [], userTimeoutNs }: TheorySession,
  { wiring: { topology }, effects, drift, roundTrip, moved }: Circumstances,
): Reason | null {
  const hanging = [...drift, ...effects].find(
    ({ effect, at }) => effect === 'node-hangs' && [from, to, ...servers].includes(at.node),
  )
  if (hanging !== undefined)
    return reason(
      'session-end-hangs',
    )`${{ node: hanging.at.node }} hangs, and its end of the session stands still with it`
  const interfaces = topology.nodes.flatMap((node) => node.interfaces)
  if (isAnew) return NO_WAY_BACK
  if (moved?.moved === 'unsure') return moved.because
  if (moved?.moved === 'once' && roundTrip.lateNs > 0) return DELAYED_OPENING
  if (interfaces.some(({ masquerade, publish }) => masquerade === true || publish !== undefined))
    return reason(
      'nat-unmodelled',
    )`NAT is in the topology, and whether another node has its translation is not modelled`
  if (seriesOf(effects) !== null) return reason('flap-breaks-again')`a flapping cable breaks it again while TCP waits`
  if (roundTrip.lateNs > 0 && userTimeoutNs !== undefined) return DELAYED_OPENING
  if (roundTrip.lateNs > 0 && kind === 'stream')
    return reason(
      'delayed-writer',
    )`a delay is on its path, and how much of its stream is under way then is not modelled`
  if (roundTrip.lateNs > 0 && intervalNs > SPARSE_NS)
    return reason(
      'delayed-sparse',
    )`a delay is on its path, and TCP has too few samples of it where requests are so rare`
  const mss = Math.min(ETHERNET_MTU, ...interfaces.flatMap(({ mtu }) => mtu ?? [])) - HEADERS
  if (kind === 'tcp' && sizeBytes > mss)
    return reason('several-segments')`a request of ${{ sizeBytes }} bytes takes several segments`
  return null
}
