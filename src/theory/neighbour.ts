import { formatNs, seconds, type Ns } from '../model/time.ts'
import { causes, sinceFault, type Change } from './change.ts'
import type { Outage } from './outage.ts'
import { jiffyNs, workPeriod } from './ticks.ts'

/** net.ipv4.neigh.default: half of base_reachable_time_ms at least (neigh_rand_reach_time), then delay_first_probe_time. */
const REACHABLE_NS = seconds(15)
const DELAY_NS = seconds(5)
/** Three unicast probes (ucast_solicit), 1 s apart (retrans_time_ms); unanswered, the entry fails. */
const GIVES_UP_NS = seconds(3)

const NEIGHBOUR_SOURCE = 'net/core/neighbour.c: neigh_timer_handler, __neigh_event_send'

/** When a direction's neighbour entries cannot be confirmed, from the fault. */
export interface Deafness {
  /** The earliest at which a question may go unanswered. */
  readonly fromNs: Ns
  /** The latest from which each is answered; null: never again. */
  readonly untilNs: Ns | null
  /** A virtual router that takes over says so by gratuitous ARP, which completes an entry at once (arp_process). */
  readonly announced: boolean
}

/** Null: all questions are answered all the time. `answered`: in the world after these changes. */
export function deafnessOf(
  changes: readonly Change[],
  answered: (some: readonly Change[]) => boolean,
): Deafness | null {
  const breaks = changes.filter((change) => !answered(causes(change)))
  const atOnce = !answered([])
  const mended = answered(changes)
  if (!atOnce && mended && breaks.length === 0) return null
  const announced = changes.length > 0 && changes.every(({ reaction }) => reaction.react === 'master')
  return {
    fromNs: atOnce || breaks.length === 0 ? 0 : Math.min(...breaks.map((change) => sinceFault(change).lowNs)),
    untilNs: mended ? Math.max(0, ...changes.map((change) => sinceFault(change).highNs)) : null,
    announced: announced && mended,
  }
}

export interface Confirmation {
  /** From the first packet to the fault, at most; null: not known, and an entry may be due at any time. */
  readonly ageNs: Ns | null
  /** The fault ends here by itself. */
  readonly limitNs: Ns
  readonly hz: number
}

/**
 * Packets stop when the sender's neighbour entry is due to be confirmed while no answer comes: it fails after three probes,
 * and its next question is answered up to 1 s after the way there and back is whole. An entry made or confirmed at the
 * first packet is asked for again after 15 s and 5 s at the earliest.
 * Null: nothing can be said, because it may or may not be due.
 */
export function unconfirmed(own: Outage, deaf: Deafness | null, { ageNs, limitNs, hz }: Confirmation): Outage | null {
  if (deaf === null || own.highNs === null) return own
  const dueNs = ageNs === null ? 0 : Math.max(0, REACHABLE_NS + DELAY_NS - ageNs)
  const failsNs = Math.max(dueNs, deaf.fromNs) + GIVES_UP_NS
  if (Math.min(deaf.untilNs ?? limitNs, limitNs) <= failsNs) return own
  if (deaf.untilNs === null) return null
  const endsNs = deaf.untilNs + (deaf.announced ? 0 : workPeriod(hz) * jiffyNs(hz))
  const lastsNs = endsNs - (own.highNs < failsNs ? failsNs : deaf.fromNs)
  if (lastsNs <= own.highNs) return own
  if (deaf.untilNs > limitNs && own.lowNs < limitNs) return null
  return {
    ...own,
    highNs: lastsNs,
    because: `${own.because}; but a neighbour entry that is due to be confirmed meanwhile fails ${formatNs(GIVES_UP_NS)} later, until questions and answers pass again on every leg, ${formatNs(deaf.untilNs)} after the fault at the latest`,
    source: `${own.source}; ${NEIGHBOUR_SOURCE}`,
  }
}
