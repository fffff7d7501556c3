import { reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import { RECONNECT_NS } from '../model/traffic.ts'
import { promptTimeouts, retransmissions, runningWait } from './tcp.ts'
import { jiffyNs } from './ticks.ts'
import { OPENING_NS, QUEUES_NS, stallOf, type Bounds, type Outages, type Talk } from './stall.ts'

const SOURCE =
  'net/ipv4/tcp_input.c: tcp_rcv_state_process (a segment without SYN to a listening socket); tcp_v4_send_reset'

/**
 * A connection to a virtual address that moves: the kernel of the node that takes it over does not know the connection, and resets it
 * when the first segment arrives there, which is a new request or a retransmission. The client then opens another connection.
 * `to`: that node. `byNs`: when it has the address at the latest, in the time of the outages.
 */
export function stallOfReset(outages: Outages, { to, byNs }: { to: string; byNs: Ns }, talk: Talk, hz: number): Bounds {
  const [there, back] = outages
  const isBroken = there.highNs > 0 || back.highNs > 0
  const outageNs = isBroken ? Math.max(there.highNs, back.highNs, byNs) : 0
  const untilReset = talk.kind === 'tcp' ? ofRequest(outageNs, hz) : ofWriter(outages, outageNs, talk, hz)
  const highNs = talk.intervalNs + untilReset + RECONNECT_NS + OPENING_NS
  const lostNs = talk.kind === 'tcp' ? Math.max(there.lowNs, back.lowNs) : there.lowNs
  const worse = back.highNs > there.highNs ? back : there
  return {
    ...stallOf(outages, talk, hz),
    detection: worse.detection,
    lowNs: lostNs + RECONNECT_NS - OPENING_NS,
    highNs,
    because: reason(
      'connection-reset',
    )`its virtual address moves to ${{ to }}, which does not know the connection and resets it at the next segment of the client, up to ${{ afterNs: highNs }} after the last answer; the client dials again 1 s later; ${{ outage: worse.because }}`,
    source: `${SOURCE}; ${worse.source}`,
  }
}

/** From a request until the first segment after the outage. */
function ofRequest(outageNs: Ns, hz: number): Ns {
  if (outageNs === 0) return 0
  const timeouts = promptTimeouts(hz)
  // What waits for a neighbour leaves when that answers, and its error moves TCP's timer.
  if (outageNs > QUEUES_NS) return outageNs + Math.max(...timeouts.map((timeout) => runningWait(timeout, hz, outageNs)))
  const ends = timeouts.map(
    (timeout) => retransmissions(timeout, hz, outageNs).find(({ lowNs }) => lowNs >= outageNs)?.highNs ?? outageNs,
  )
  return Math.max(...ends) + jiffyNs(hz)
}

/** It sends all the time, until its window is full. */
const ofWriter = (outages: Outages, outageNs: Ns, talk: Talk, hz: number): Ns =>
  outageNs === 0
    ? 0
    : stallOf(outages.map((one) => ({ ...one, highNs: outageNs })) as [Bounds, Bounds], talk, hz).highNs
