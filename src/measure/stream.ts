import type { StreamRecord } from '../model/journal.ts'
import type { Outage } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'
import { delayBefore } from './delay.ts'
import { isDead, lengthOf, lossRuns, outageOf, overdueIn, sentAt, type LossRun } from './outages.ts'
import { firstExposed, firstSince, unnamedLatenessOf } from './span.ts'
import type { TrialSpan } from './span.ts'

/** The longest of a kind of outage that was over, and the one that was not; 0 and null: there was none. */
export interface Longest {
  readonly endedNs: Ns
  readonly openNs: Ns | null
}

/** What one stream lost. Packets from before the gate belong to settling, and are not counted. */
export interface StreamLosses {
  readonly sent: number
  /** Never arrived. */
  readonly lost: number
  /** Arrived too late. */
  readonly overdue: number
  readonly duplicated: number
  readonly reordered: number
  /** Between injection and healing; open: it was down when the fault was healed, and for how long. */
  readonly outage: Longest
  /** From the healing until what was still down was back; open: the time that was watched in vain. */
  readonly back: Longest
  /** Down at the healing and not back at all: what it lost from its first loss to the end of watching. */
  readonly goneNs: Ns | null
  /** Of what began with or after the healing; open: it had not ended with the watching. */
  readonly reversion: Longest
  readonly totalNs: Ns
  /** From the injection to the end of watching; without a fault, from the gate. */
  readonly loss: { readonly lost: number; readonly sent: number }
  readonly outages: readonly Outage[]
  readonly noise: readonly Outage[]
  /** An outage lies where a packet may have been lost before the healing as well as after it. */
  readonly isSplit: boolean
}

/** Packet numbers at which a stream's account is cut. */
interface Cuts {
  readonly ready: number
  /** The first that was exposed to the fault. */
  readonly injected: number
  /** The first that may have been on its way at the healing, and the first that was sent after it. */
  readonly exposed: number
  readonly healed: number
}

/**
 * A packet that was sent before the healing was lost to the fault, where its outage had begun earlier; an outage that begins
 * with packets on their way at the healing is the healing's.
 */
export function measureStream(stream: StreamRecord, span: TrialSpan): StreamLosses {
  const cuts = cutsOf(stream, span)
  const { ready, injected, exposed, healed } = cuts
  const caused = lossRuns(stream, injected)
  const since = span.injected === null ? ready : injected
  const lostSince = (from: number): number => within(stream, from) - overdueIn(stream, from, stream.sent)
  return {
    sent: stream.sent - ready,
    lost: lostSince(ready),
    overdue: overdueIn(stream, ready, stream.sent),
    duplicated: sum(stream.duplicated.map(([sequence, times]) => (sequence < ready ? 0 : times))),
    reordered: stream.reordered.filter((sequence) => sequence >= ready).length,
    outage: duringFault(stream, span, cuts),
    ...afterHealing(stream, span, cuts, caused),
    totalNs: sum(caused.map((run) => lengthOf(stream, run))),
    loss: { lost: lostSince(since), sent: stream.sent - since },
    outages: caused.map((run) => outageOf(stream, run)),
    // Also of what goes on when the fault strikes: random loss before it makes no outage longer.
    noise: lossRuns(stream, ready, injected).map((run) => outageOf(stream, run)),
    isSplit: caused.some((run) => run.first < healed && run.last >= exposed),
  }
}

function cutsOf(stream: StreamRecord, { readyNs, injected, healed }: TrialSpan): Cuts {
  return {
    ready: firstSince(stream, readyNs),
    injected: injected === null ? stream.sent : firstExposed(stream, injected[0]),
    exposed: healed === null ? stream.sent : firstExposed(stream, healed[0]),
    healed: healed === null ? stream.sent : firstSince(stream, healed[0]),
  }
}

/**
 * An outage is over when packets arrive again before the healing. Packets that left in time but waited in a queue until the
 * healing freed them show no recovery.
 */
function duringFault(
  stream: StreamRecord,
  { healed: stamps }: TrialSpan,
  { injected, exposed, healed }: Cuts,
): Longest {
  const runs = lossRuns(stream, injected, healed).filter((run) => run.first < exposed)
  const last = runs.at(-1)
  const isDown = last?.last === healed - 1 && isDead(stream, injected, healed)
  const isUndecided =
    last !== undefined && stamps !== null && showsNoRecovery(stream, injected, last.last + 1, stamps[0])
  const isOpen = last !== undefined && (isDown || isUndecided)
  const ended = isOpen ? runs.slice(0, -1) : runs
  return {
    endedNs: longest(ended.map((run) => lengthOf(stream, run))),
    // What waits in a queue until then is no delivery.
    openNs: isOpen ? lengthOf(stream, last) + (healed - last.last - 1) * stream.stepNs : null,
  }
}

/** The packet, the first that arrived after an outage, may have passed only by the healing. */
const showsNoRecovery = (stream: StreamRecord, injected: number, sequence: number, healedNs: Ns): boolean =>
  isHeldUntil(stream, sequence, healedNs) ||
  (isDead(stream, injected, sequence) && mayCross(stream, sequence, healedNs))

/** The packet left before `instant`, and what it waited beyond the normal delay took it past that. */
const isHeldUntil = (stream: StreamRecord, sequence: number, instant: Ns): boolean =>
  sentAt(stream, sequence) < instant && freedAt(stream, sequence, instant) >= instant

/**
 * The packet left within a step before `instant`. `held` names no shorter wait, and a packet stamped on a busy machine leaves
 * later than its stamp says: so it may have passed only after `instant`, and shows nothing about the time before it.
 */
const mayCross = (stream: StreamRecord, sequence: number, instant: Ns): boolean =>
  sentAt(stream, sequence) + stream.stepNs + unnamedLatenessOf(stream) >= instant

/** When a packet was sent, or, where it waited in a queue, when the queue let it go: its arrival less the delay normal before `instant`. */
function freedAt(stream: StreamRecord, sequence: number, instant: Ns): Ns {
  const heldNs = stream.held?.find(([number]) => number === sequence)?.[1] ?? 0
  return sentAt(stream, sequence) + Math.max(0, heldNs - delayBefore(stream, instant))
}

function afterHealing(
  stream: StreamRecord,
  span: TrialSpan,
  { injected, exposed, healed, ready }: Cuts,
  caused: readonly LossRun[],
): Pick<StreamLosses, 'back' | 'reversion' | 'goneNs'> {
  if (span.healed === null) return { back: NONE, reversion: NONE, goneNs: null }
  const isDown = isDead(stream, injected, healed)
  const isGone = isDead(stream, ready, stream.sent)
  const tail = isDown ? caused.find((run) => run.first < exposed && run.last >= healed) : undefined
  const later = caused.flatMap((run) => {
    if (run === tail || run.last < exposed) return []
    // Of scattered losses around the healing those that left after it.
    return run.first >= exposed ? [run] : lossRuns(stream, healed, run.last + 1)
  })
  const last = later.at(-1)
  const openRun = isGone ? last : undefined
  const isTailOpen = tail !== undefined && isGone && last === undefined
  const healedNs = span.healed[0]
  const watchedNs = sentAt(stream, stream.sent) - healedNs
  // Packets that wait for a neighbour's answer when the fault is healed arrive in time, and yet nothing flows until then.
  const down = caused.findLast((run) => run.first < exposed && run.last < healed)
  const freed = tail ?? (down !== undefined && isHeldUntil(stream, down.last + 1, healedNs) ? down : undefined)
  return {
    back: {
      endedNs: freed === undefined || isTailOpen ? 0 : freedAt(stream, freed.last + 1, healedNs) - healedNs,
      openNs: isTailOpen ? watchedNs : null,
    },
    goneNs: isTailOpen ? lengthOf(stream, tail) : null,
    reversion: {
      endedNs: longest(later.filter((run) => run !== openRun).map((run) => lengthOf(stream, run))),
      openNs: openRun === undefined ? null : lengthOf(stream, openRun),
    },
  }
}

const NONE: Longest = { endedNs: 0, openNs: null }

/** Packets since `from` that did not arrive in time. */
const within = ({ lost }: StreamRecord, from: number): number =>
  sum(lost.map(([low, high]) => Math.max(0, high - Math.max(low, from) + 1)))

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const longest = (values: readonly number[]): number => Math.max(0, ...values)
