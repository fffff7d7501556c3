import type { WatchedObject } from '../model/handle.ts'
import type { JournalEvent, StreamRecord } from '../model/journal.ts'
import type { FlowMeasure } from '../model/measure.ts'
import type { Ns } from '../model/time.ts'
import { isDead, lossRuns, sentAt } from './outages.ts'
import { firstSince } from './span.ts'
import type { TrialSpan } from './span.ts'
import { seen, since } from './states.ts'

type ReversionTime = Pick<FlowMeasure, 'reversionTimeNs' | 'reversionAwayNs' | 'reversionTimeErrorNs'>

const NOTHING: ReversionTime = { reversionTimeNs: null, reversionAwayNs: null, reversionTimeErrorNs: 0 }

/** What a direction of a flow has lost, and how far its instants may be wrong. */
export interface Lossy {
  readonly streams: readonly StreamRecord[]
  /** Of the watchers' instants: stamps and lateness. */
  readonly stampNs: Ns
  /** Of what the probes show. */
  readonly probeNs: Ns
}

/**
 * From the healing until traffic is on its preferred path again: all that had moved since the injection is, for good, in the
 * state that it had before, and no outage that had begun by then goes on. The last of these decides. What moved back before
 * the healing took no time after it. Nothing where nothing had moved.
 */
export function measureReversion(
  events: readonly JournalEvent[],
  path: readonly WatchedObject[],
  span: TrialSpan,
  { streams, stampNs, probeNs }: Lossy,
): ReversionTime {
  const { injected, healed } = span
  if (injected === null || healed === null) return NOTHING
  const moved = path.flatMap((object) => {
    const states = seen(events, object)
    const before = states.findLast((event) => event.t < injected[0])
    const last = states.at(-1)
    return before === undefined || last === undefined || last.t < injected[0] ? [] : [{ before, last }]
  })
  if (moved.length === 0) return NOTHING
  const endNs = Math.max(...streams.map((stream) => sentAt(stream, stream.sent)))
  const away: ReversionTime = { ...NOTHING, reversionAwayNs: endNs - healed[0] }
  if (moved.some(({ before, last }) => last.to !== before.to)) return away
  const decisive = moved.map(({ last }) => last).reduce((a, b) => (b.t > a.t ? b : a))
  const atNs = Math.max(healed[0], decisive.t)
  const flowsNs = trafficSince(streams, atNs, healed[0])
  if (flowsNs === null) return away
  if (flowsNs > atNs)
    return { reversionTimeNs: flowsNs - healed[0], reversionAwayNs: null, reversionTimeErrorNs: probeNs }
  const time = decisive.t < healed[0] ? { ns: 0, errorNs: 0 } : since(healed[0], decisive)
  return { reversionTimeNs: time.ns, reversionAwayNs: null, reversionTimeErrorNs: time.errorNs + stampNs }
}

/** The end of the outages that had begun by this instant; the instant itself where there are none; null: one does not end. */
function trafficSince(streams: readonly StreamRecord[], atNs: Ns, healedNs: Ns): Ns | null {
  const ends = streams.map((stream): Ns | null => {
    const runs = lossRuns(stream, firstSince(stream, healedNs))
    const index = runs.findIndex(
      ({ first, last }) => sentAt(stream, first) <= atNs + stream.stepNs && sentAt(stream, last) > atNs,
    )
    const run = runs[index]
    if (run === undefined) return atNs
    return index === runs.length - 1 && isDead(stream, run.first, stream.sent) ? null : sentAt(stream, run.last + 1)
  })
  return ends.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), atNs)
}
