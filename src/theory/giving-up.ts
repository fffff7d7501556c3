import { reason } from '../model/reason.ts'
import { ms, type Ns } from '../model/time.ts'
import { RECONNECT_NS } from '../model/traffic.ts'
import { OPENING_NS, QUEUES_NS, type Bounds } from './stall.ts'
import { promptTimeouts, retransmissions } from './tcp.ts'
import { latestNs } from './ticks.ts'

/**
 * At most so long passes between two SYN segments of a client: TCP repeats the first after 1 s, and that 2 s later (1 s with
 * tcp_syn_linear_timeouts). After 3.5 s, or the user timeout, the client gives up the attempt, and begins another one 1 s later.
 */
const HANDSHAKES_NS: Ns = ms(3200)
/** A client whose question for a neighbour has failed asks again. */
const ASKED_AGAIN_NS: Ns = ms(1100)

/** A client that gives up a connection. */
export interface Impatience {
  readonly userTimeoutNs: Ns
  /** Between two requests. */
  readonly intervalNs: Ns
  /** From the earliest end of what is dark, and to its latest, since the first of it. */
  readonly outage: { readonly lowNs: Ns; readonly highNs: Ns }
}

/**
 * What becomes of a stall where the client gives up so long after the first retransmission, which follows the tail loss probe
 * (retransmits_timed_out, tcp_clamp_rto_to_user_timeout). A retransmission that is answered before that ends it as without.
 */
export function givenUp(stall: Bounds, { userTimeoutNs, intervalNs, outage }: Impatience, hz: number): Bounds {
  const timeouts = promptTimeouts(hz)
  const stamps = timeouts.map((timeout) =>
    retransmissions(timeout, hz, 1).concat(retransmissions(timeout, hz, ms(300))),
  )
  const earliestNs = Math.min(...stamps.flat().map(({ lowNs }) => lowNs)) + userTimeoutNs
  const latestNsOf = Math.max(...stamps.flat().map(({ highNs }) => highNs)) + latestNs(userTimeoutNs, hz)
  if (stall.highNs - intervalNs < earliestNs) return stall
  const { highNs: outageNs } = outage
  const dialsNs = HANDSHAKES_NS + (outageNs > QUEUES_NS ? ASKED_AGAIN_NS : 0)
  const longestNs = Math.max(latestNsOf + RECONNECT_NS, outageNs + dialsNs)
  return {
    ...stall,
    lowNs: Math.min(stall.lowNs, outage.lowNs),
    highNs: Math.max(stall.highNs, intervalNs + longestNs + OPENING_NS),
    because: reason(
      'client-gives-up',
    )`${{ stall: stall.because }}; its client gives the connection up after ${{ userTimeoutNs }} of retransmissions, and dials again 1 s later`,
    source: `${stall.source}; net/ipv4/tcp_timer.c: retransmits_timed_out, tcp_clamp_rto_to_user_timeout`,
  }
}
