import { ms, seconds, type Ns } from '../model/time.ts'
import type { Span } from './change.ts'
import { jiffies, jiffyNs, wheelGranularity } from './ticks.ts'

/** net/ipv4/tcp.h: TCP_RTO_MIN, TCP_RTO_MAX, TCP_DELACK_MIN. */
const RTO_MIN_NS: Ns = ms(200)
const RTO_MAX_NS: Ns = seconds(120)
const DELAYED_ACK_NS: Ns = ms(40)

/** What a lab's cables and programs add to a round trip: far below a jiffy, but it may be the one that counts. */
const SWIFT_NS: Ns = ms(1)
/** With so much between two samples, those of the first seconds still have their weight (RFC 6298: 1/8 each). */
export const SPARSE_NS: Ns = ms(200)
/**
 * A first sample waits for neighbours' answers too, up to two round trips more. After ten others a quarter of that excess is
 * left in the smoothed round trip, and a twentieth of its variation (tcp_rtt_estimator: 7/8 and 3/4 of it stay each time).
 */
const LEFT_OF_FIRST = 0.75

/** Within what the round trip that constant delays bring about lies. */
const NO_DELAY: Span = { lowNs: 0, highNs: 0 }

/**
 * The retransmission timeouts that a sender may have which is acknowledged at once, in ticks: the smoothed round trip, and four
 * times its variation, 200 ms at least, which a constant delay of up to 100 ms does not exceed (tcp_rtt_estimator, tcp_set_rto).
 */
export const promptTimeouts = (hz: number, delay: Span = NO_DELAY): readonly number[] =>
  ticksBetween(delay.lowNs + (delay.highNs === 0 ? SWIFT_NS : 0), smoothed(delay) + SWIFT_NS, hz)

/**
 * Those that an echo server may have: its client acknowledges an echo with the next request, or 40 ms later. Quick
 * acknowledgements at the beginning of a connection make its round trip shorter where it has few samples.
 */
export function echoTimeouts(intervalNs: Ns, hz: number, delay: Span = NO_DELAY): readonly number[] {
  const isQuick = intervalNs > SPARSE_NS || delay.highNs > 0
  const lowNs = isQuick ? 0 : Math.max(0, Math.min(intervalNs, DELAYED_ACK_NS) - SWIFT_NS)
  const highNs = Math.min(intervalNs, DELAYED_ACK_NS + jiffyNs(hz)) + SWIFT_NS
  return ticksBetween(delay.lowNs + lowNs, smoothed(delay) + highNs, hz)
}

const smoothed = ({ highNs }: Span): Ns => Math.ceil(highNs * (1 + LEFT_OF_FIRST))

function ticksBetween(lowNs: Ns, highNs: Ns, hz: number): readonly number[] {
  const [first, last] = [jiffies(RTO_MIN_NS + lowNs, hz), jiffies(RTO_MIN_NS + highNs, hz)]
  return Array.from({ length: last - first + 1 }, (_, more) => first + more)
}

/**
 * When a lost segment leaves again, from its first sending: a tail loss probe where a first retransmission would come, a
 * timeout as long after it, and then twice as long each (tcp_schedule_loss_probe with one packet out, tcp_send_loss_probe,
 * tcp_retransmit_timer). Each timer is late by up to a granule of the wheel; the first one is set between two ticks.
 * All until `untilNs`, and one more. `timeout`: in ticks.
 */
export function retransmissions(timeout: number, hz: number, untilNs: Ns): readonly Span[] {
  const most = jiffies(RTO_MAX_NS, hz)
  const instants: Span[] = []
  let [low, high] = [0, 0]
  for (let count = 0; (instants.at(-1)?.lowNs ?? 0) < untilNs || count === 0; count += 1) {
    const waits = Math.min(most, timeout * 2 ** Math.max(0, count - 1))
    low += waits + (count === 0 ? 0 : 1)
    high += waits + wheelGranularity(waits)
    instants.push({ lowNs: low * jiffyNs(hz), highNs: high * jiffyNs(hz) })
  }
  return instants
}

/**
 * The longest wait that may be running when an outage is over, where probes came before: the first timeout after `timeout` at
 * the earliest, and then twice as long each.
 */
export function runningWait(timeout: number, hz: number, outageNs: Ns): Ns {
  const most = jiffies(RTO_MAX_NS, hz)
  let waits = timeout
  for (let elapsed = timeout; elapsed * jiffyNs(hz) < outageNs; elapsed += waits + 1) waits = Math.min(most, waits * 2)
  return (waits + wheelGranularity(waits)) * jiffyNs(hz)
}
