import { reason } from '../model/reason.ts'
import { ms, seconds, type Ns } from '../model/time.ts'
import type { Span } from './change.ts'
import { distinct, type ExpectedOutage } from './outage.ts'
import { echoTimeouts, promptTimeouts, retransmissions, runningWait } from './tcp.ts'
import { jiffyNs } from './ticks.ts'

/** Before that no neighbour entry can have failed, and what is sent waits in no queue for an answer (net/core/neighbour.c). */
export const QUEUES_NS: Ns = seconds(3)
/** A handshake, a greeting and a first request of a new connection, with timers that count in milliseconds. */
export const OPENING_NS: Ns = ms(20)
/** Timers of the programs that talk, which count in milliseconds. */
const PROGRAM_NS: Ns = ms(5)
/** Segments that a writer may have under way when nothing is acknowledged any more: the initial window (RFC 6928). */
const WINDOW_SEGMENTS = 10
/** Twice the round trip of a writer whose segments are acknowledged late (40 ms and a tick), and TCP_TIMEOUT_MIN. */
const PROBE_NS: Ns = ms(140)

/** How a session talks. */
export interface Talk {
  readonly kind: 'tcp' | 'stream'
  /** Between two requests, or two turns of a writer. */
  readonly intervalNs: Ns
  /** The round trip before the fault, where delays are constant; absent: there are none. */
  readonly delay?: Span
  /** What they may add to a round trip after the fault. Default 0. */
  readonly lateNs?: Ns
}

/** The outages of its two directions, from one instant on. */
export type Outages = readonly [there: Bounds, back: Bounds]
export type Bounds = Pick<ExpectedOutage, 'because' | 'source' | 'detection' | 'phases'> & Span

/** What a session's receiver waits for fresh bytes: TCP's retransmissions on top of the outage. */
export function stallOf(outages: Outages, talk: Talk, hz: number): Bounds {
  const [there, back] = outages
  const worse = back.highNs > there.highNs ? back : there
  const { because, source, detection } = worse
  const phases = distinct([...there.phases, ...back.phases])
  if (worse.highNs === 0) return { lowNs: 0, highNs: 0, because, source, detection, phases }
  const { lowNs, highNs } = talk.kind === 'tcp' ? echo(there, back, talk, hz) : writer(there, back, talk, hz)
  return {
    lowNs,
    highNs,
    because: reason(
      'tcp-retransmits',
    )`TCP sends again after 0.2 s, and each time after twice as long, so that an outage of up to ${{ outageNs: worse.highNs }} is over for it after up to ${{ stallNs: highNs }}; ${{ outage: because }}`,
    source: `net/ipv4/tcp_output.c: tcp_schedule_loss_probe; net/ipv4/tcp_timer.c: tcp_retransmit_timer; ${source}`,
    detection,
    phases,
  }
}

/**
 * One request at a time: lost, it leaves again at TCP's instants, and passes at the first one at which the way there is
 * whole; then its echo does the same with the way back. A request that is answered between two outages is none at all.
 */
function echo(there: Bounds, back: Bounds, { intervalNs, delay, lateNs = 0 }: Talk, hz: number): Span {
  const longestNs = Math.max(there.lowNs, back.lowNs)
  const outageNs = Math.max(there.highNs, back.highNs)
  // What waits for a neighbour leaves when that answers, and its error moves TCP's timer: there are no fixed instants.
  const isPrompt = outageNs <= QUEUES_NS
  const prompt = promptTimeouts(hz, delay)
  const asks = prompt.map((timeout) => retransmissions(timeout, hz, there.highNs))
  const timeouts = echoTimeouts(intervalNs, hz, delay)
  const echoes = timeouts.map((timeout) => retransmissions(timeout, hz, back.highNs))
  // Each instant at which the request may pass, and from there the last one of its echo.
  const ends = [{ lowNs: 0, highNs: 0 }, ...asks.flat()].flatMap((pass) =>
    pass.lowNs >= back.highNs
      ? [pass.highNs]
      : echoes.map((one) => pass.highNs + (one.find(({ lowNs }) => pass.lowNs + lowNs >= back.highNs)?.highNs ?? 0)),
  )
  const waits = [...prompt, ...timeouts].map((timeout) => outageNs + runningWait(timeout, hz, outageNs))
  // No request follows before the echo of the last one, and what passes again takes a round trip.
  const pauseNs = intervalNs + lateNs
  const highNs = pauseNs + Math.max(...(isPrompt ? ends : waits)) + PROGRAM_NS + lateNs
  if (longestNs <= pauseNs) return { lowNs: 0, highNs }
  const earliest = (instants: readonly Span[]): Ns =>
    instants.find((one) => one.highNs >= longestNs - pauseNs)?.lowNs ?? longestNs
  const early = Math.min(...[...asks, ...echoes].map(earliest))
  return { lowNs: isPrompt ? Math.max(longestNs, early) : longestNs, highNs }
}

/**
 * Many segments at a time: they leave until the window is full; a probe and the first timeout come some time after that, and
 * then one timeout after another, each twice as long. What is lost on the way back fills the window as well.
 */
function writer(there: Bounds, back: Bounds, { intervalNs }: Talk, hz: number): Span {
  const outageNs = Math.max(there.highNs, back.highNs)
  const [timeout = 0] = promptTimeouts(hz)
  const patienceNs = runningWait(timeout, hz, 0)
  const filledNs = Math.max(patienceNs, WINDOW_SEGMENTS * intervalNs + PROBE_NS) + patienceNs + jiffyNs(hz)
  return {
    lowNs: there.lowNs <= intervalNs ? 0 : there.lowNs,
    highNs: Math.max(filledNs, outageNs + runningWait(timeout, hz, outageNs)) + intervalNs + PROGRAM_NS,
  }
}
