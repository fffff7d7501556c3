import { formatNs, seconds } from '../model/time.ts'
import type { Outage } from './outage.ts'

/** Three unicast probes, 1 s apart (net.ipv4.neigh.default: ucast_solicit, retrans_time_ms). */
const GIVES_UP_NS = seconds(3)
/** To the next question, once there are answers again. */
const RETRY_NS = seconds(1)

const NEIGHBOUR_SOURCE = 'net/core/neighbour.c: neigh_timer_handler'

/**
 * Packets that still pass one way stop when the sender's neighbour entry is due to be confirmed while nothing comes back:
 * it fails after three probes, and its next question is answered up to 1 s after the way back is whole.
 * Null: nothing can be said, because it may or may not be due.
 */
export function unconfirmed(own: Outage, reverse: Outage, holdNs: number): Outage | null {
  if (own.highNs !== 0 || reverse.highNs === 0) return own
  const deafNs = Math.min(reverse.highNs ?? holdNs, holdNs)
  if (deafNs <= GIVES_UP_NS) return own
  if (reverse.highNs === null) return null
  return {
    ...own,
    highNs: reverse.highNs - GIVES_UP_NS + RETRY_NS,
    because: `${own.because}; but where a neighbour entry is due to be confirmed just then, it fails ${formatNs(GIVES_UP_NS)} later, until the way back is whole`,
    source: `${own.source}; ${NEIGHBOUR_SOURCE}`,
  }
}
