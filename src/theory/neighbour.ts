import { reason } from '../model/reason.ts'
import { seconds, type Ns } from '../model/time.ts'
import { causes, sinceFault, type Change } from './change.ts'
import { after, spacingOf, type Course } from './course.ts'
import { ARP } from './damage.ts'
import { delivers } from './lan.ts'
import type { ExpectedOutage } from './outage.ts'
import { hopsOf, isAnswered, isHopAnswered, type Way } from './path.ts'
import { latestNs } from './ticks.ts'
import { isSilent } from './announcing.ts'
import type { Wiring } from './wiring.ts'

/**
 * net.ipv4.neigh.default: an entry is taken for reachable for half of base_reachable_time_ms to one and a half
 * (neigh_rand_reach_time), is then used for delay_first_probe_time, and asked for three times (ucast_solicit),
 * retrans_time_ms apart; unanswered, it fails.
 */
const REACHABLE_NS = { low: seconds(15), high: seconds(45) } as const
const DELAY_NS = seconds(5)
export const QUESTION_NS: Ns = seconds(1)
const QUESTIONS = 3
export const GIVES_UP_NS: Ns = QUESTIONS * QUESTION_NS

/** What waits for an entry: 212,992 bytes (unres_qlen_bytes), of which the smallest packet takes 768 at least. */
const QUEUED_PACKETS = 277

const NEIGHBOUR_SOURCE = 'net/core/neighbour.c: neigh_timer_handler, __neigh_event_send'

/** From one question for a neighbour to the next: where three were in vain the next packet asks. */
export const askedAgainNs = (course: Course): Ns => latestNs(QUESTION_NS, course.hz) + spacingOf(course) + course.lateNs

/** From its last confirmation until an entry that nobody confirms is asked for by broadcast, at the latest. */
export const askedAloudNs = (course: Course): Ns =>
  [REACHABLE_NS.high, DELAY_NS, QUESTION_NS, QUESTION_NS, QUESTION_NS].reduce(
    (all, timer) => all + latestNs(timer, course.hz),
    spacingOf(course) + course.lateNs,
  )

/** When a direction's neighbour entries cannot be confirmed, from the fault. */
export interface Deafness {
  /** The earliest at which a question may go unanswered. */
  readonly fromNs: Ns
  /** The latest from which each is answered; null: never again. */
  readonly untilNs: Ns | null
  /** No question is needed then: what takes over an address announces it by gratuitous ARP, which completes an entry at once. */
  readonly isAnnounced: boolean
  /** The earliest gratuitous ARP before that, after which an entry is due as soon as it has been used; null: there is none. */
  readonly suspectNs: Ns | null
}

/** Null: all questions are answered all the time. */
export function deafnessOf(course: Course, way: Way): Deafness | null {
  const { broken, changes } = course
  const answered = (some: readonly Change[]): boolean => isAnswered(after(broken, some), way)
  const breaks = changes.filter((change) => !answered(causes(change)))
  const atOnce = !answered([])
  const restored = answered(changes)
  if (!atOnce && restored && breaks.length === 0) return null
  const untilNs = restored ? Math.max(0, ...changes.map((change) => sinceFault(change).highNs)) : null
  const earlier = changes.filter(
    (change) => announces(broken.wiring, change) && sinceFault(change).highNs < (untilNs ?? Infinity),
  )
  return {
    fromNs: atOnce || breaks.length === 0 ? 0 : Math.min(...breaks.map((change) => sinceFault(change).lowNs)),
    untilNs,
    isAnnounced: restored && isAnnounced(course, way),
    suspectNs: earlier.length === 0 ? null : Math.min(...earlier.map((change) => sinceFault(change).lowNs)),
  }
}

export const announces = (wiring: Wiring, { reaction: one }: Change): boolean =>
  one.react === 'addresses-taken' || (one.react === 'bond-active' && !isSilent(wiring, one))

/** Each hop's address was answered for all along, or has been taken over, and its announcement is received (arp_process). */
function isAnnounced({ broken, changes }: Course, way: Way): boolean {
  const worlds = [broken, ...changes.map((change) => after(broken, causes(change)))]
  return hopsOf(after(broken, changes), way).every((hop) => {
    if (worlds.every((world) => isHopAnswered(world, hop))) return true
    const claim = broken.wiring.claimWith(hop.address)
    const takeover = changes.findLast(
      ({ reaction: one }) =>
        one.react === 'addresses-taken' &&
        claim?.claimants.some(({ node, name }) => node === one.node && name === one.claimant) === true,
    )
    return takeover !== undefined && delivers(after(broken, causes(takeover)), hop.neighbour, hop.egress, ARP)
  })
}

export interface Confirmation {
  /** From the first packet to the fault, at most; null: not known, and an entry may be due at any time. */
  readonly ageNs: Ns | null
  /** The fault ends here by itself. */
  readonly limitNs: Ns
}

/** An entry that gratuitous ARP has made stale is asked for so much later, once it is used. */
export const SUSPECTED_NS: Ns = DELAY_NS

/** The earliest that an entry of this age is asked for, from the fault. */
export const dueNs = (ageNs: Ns | null): Ns => (ageNs === null ? 0 : Math.max(0, REACHABLE_NS.low + DELAY_NS - ageNs))

/** The earliest that an entry fails: one that was made or confirmed at the first packet, and is asked for in vain. */
export function failsNs({ fromNs, suspectNs }: Deafness, { ageNs }: Confirmation): Ns {
  const firstNs = suspectNs === null ? dueNs(ageNs) : Math.min(dueNs(ageNs), suspectNs + SUSPECTED_NS)
  return Math.max(firstNs, fromNs) + GIVES_UP_NS
}

/**
 * Packets stop when the sender's neighbour entry is due to be confirmed while no answer comes: it fails after three probes,
 * and its next question is answered up to 1 s after the way there and back is whole. Where that is only after the healing,
 * an entry that has failed stays so until then.
 */
export function unconfirmed(
  own: ExpectedOutage,
  deaf: Deafness | null,
  confirmation: Confirmation,
  course: Course,
): ExpectedOutage {
  const { limitNs } = confirmation
  if (deaf === null || own.highNs === null) return own
  const fails = failsNs(deaf, confirmation)
  if (Math.min(deaf.untilNs ?? limitNs, limitNs) <= fails) return own
  const sinceNs = own.highNs < fails ? fails : deaf.fromNs
  const retryNs = deaf.isAnnounced ? 0 : askedAgainNs(course)
  const lastsNs = deaf.untilNs === null ? null : Math.max(own.highNs, deaf.untilNs + retryNs - sinceNs)
  if (lastsNs === own.highNs) return own
  const isRestored = lastsNs !== null && deaf.untilNs !== null && deaf.untilNs + retryNs <= limitNs
  const whole =
    deaf.untilNs === null
      ? reason('neighbour-stays-failed')`questions or answers go unheard, and the entry stays so`
      : reason(
          'neighbour-asked-again',
        )`until questions and answers pass again on every leg, ${{ untilNs: deaf.untilNs }} after the fault at the latest`
  const darkFromNs = own.highNs === 0 ? sinceNs : (own.dark?.fromNs ?? 0)
  return {
    ...own,
    dark: { fromNs: darkFromNs, toNs: Math.max(own.dark?.toNs ?? own.highNs, (deaf.untilNs ?? limitNs) + retryNs) },
    ...(isRestored
      ? { highNs: lastsNs }
      : { highNs: Math.max(own.highNs, limitNs - sinceNs), unhealedNs: own.unhealedNs === null ? null : lastsNs }),
    because: reason(
      'neighbour-entry-fails',
    )`${{ outage: own.because }}; but a neighbour entry that is due to be confirmed meanwhile fails ${{ afterNs: GIVES_UP_NS }} later, ${{ until: whole }}`,
    source: `${own.source}; ${NEIGHBOUR_SOURCE}`,
  }
}

/** What a queue may keep of one stream, to arrive all the same: no longer than packets may be on their way. */
export interface Queue {
  readonly overdueNs: Ns
  /** Between two packets of the stream. */
  readonly stepNs: Ns
  /** A node whose own interface is dark queues them at the healing, or may. */
  readonly isHeld: boolean
}

/** Packets of so long may wait for an answer, and still be in time. */
export const releasableNs = ({ overdueNs, stepNs }: Pick<Queue, 'overdueNs' | 'stepNs'>): Ns =>
  Math.min(overdueNs, QUEUED_PACKETS * stepNs)

/**
 * Packets wait in a queue for an entry that has failed, and go out when it is answered or announced: those that are not
 * overdue by then arrive, and the outage is shorter by so much than the mechanism's.
 */
export function released(
  own: ExpectedOutage,
  deaf: Deafness | null,
  queue: Queue,
  confirmation: Confirmation,
): ExpectedOutage {
  const { limitNs } = confirmation
  const fails = deaf === null ? limitNs : failsNs(deaf, confirmation)
  const isCut = own.highNs === null || own.unhealedNs !== undefined
  const isFailed = fails < (own.highNs ?? limitNs)
  if (!isFailed && !(isCut && queue.isHeld)) return own
  const releasedNs = releasableNs(queue)
  // What ends before an entry can fail is not shortened.
  const failedNs = isFailed ? Math.max(own.lowNs, deaf?.fromNs === 0 ? fails : 0) - releasedNs : own.lowNs
  const lowNs = Math.max(0, Math.min(own.lowNs, isCut ? own.lowNs - releasedNs : failedNs))
  if (lowNs === own.lowNs) return own
  return {
    ...own,
    lowNs,
    ...(own.highNs === null ? { releasedNs } : {}),
    because: reason(
      'queued-for-neighbour',
    )`${{ outage: own.because }}; packets of the last ${{ releasedNs }} may wait in a queue for a neighbour's answer, and arrive`,
    source: `${own.source}; net/ipv4/arp.c: unres_qlen_bytes`,
  }
}
