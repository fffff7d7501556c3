import { describe, expect, test } from 'vitest'
import { measureReversion } from '../../src/measure/reversion.ts'
import { spanOf } from '../../src/measure/span.ts'
import type { WatchedObject } from '../../src/model/handle.ts'
import type { JournalEvent, StreamRecord } from '../../src/model/journal.ts'
import { between, END_NS, HEAL_NS, INJECT_NS, STEP_NS, streamRecord, trialJournal } from '../report/story.ts'

const preferred: WatchedObject = { watch: 'stpPort', node: 'sw1', name: 'up1' }
const standby: WatchedObject = { watch: 'stpPort', node: 'sw1', name: 'up2' }

const port = (t: number, { node, name }: WatchedObject, from: string | null, to: string): JournalEvent => ({
  t,
  ev: 'state',
  watch: 'stpPort',
  node,
  name,
  from,
  to,
})

/** A spanning tree: the standby blocks 0.9 s after the healing, and the preferred port forwards when it has learned. */
const tree = (forwardsNs: number | null): JournalEvent[] => [
  port(2e8, preferred, null, 'forwarding'),
  port(2e8, standby, null, 'blocking'),
  port(INJECT_NS + 1e4, preferred, 'forwarding', 'disabled'),
  port(INJECT_NS + 1e4, standby, 'blocking', 'listening'),
  port(INJECT_NS + 3e9, standby, 'listening', 'forwarding'),
  port(HEAL_NS + 1e4, preferred, 'disabled', 'listening'),
  port(HEAL_NS + 0.9e9, standby, 'forwarding', 'blocking'),
  ...(forwardsNs === null ? [] : [port(HEAL_NS + forwardsNs, preferred, 'listening', 'forwarding')]),
]

const span = spanOf(trialJournal({ trial: 0, outageNs: 1e9 }))

const measured = (
  events: readonly JournalEvent[],
  lost: StreamRecord['lost'] = [],
  path: readonly WatchedObject[] = [preferred, standby],
) => measureReversion(events, path, span, { streams: [streamRecord({ lost })], stampNs: 15e3, probeNs: STEP_NS + 15e3 })

describe('traffic is on its preferred path again', () => {
  test('when the preferred port forwards, not when the standby blocks', () => {
    // By the standby, which theory names as detection, it was 0.9 s.
    expect(measured(tree(4.2e9))).toEqual({
      reversionTimeNs: 4.2e9,
      reversionAwayNs: null,
      reversionTimeErrorNs: 15e3,
    })
  })

  test('half a poll before a poll finds it, where nothing else reports the change: the other half is its error', () => {
    const polled = tree(4.2e9).map((event) =>
      event.ev === 'state' && event.t === HEAL_NS + 4.2e9 ? { ...event, sinceNs: event.t - 1e8 } : event,
    )
    expect(measured(polled)).toMatchObject({ reversionTimeNs: 4.15e9, reversionTimeErrorNs: 5e7 + 15e3 })
  })

  test('when the packets flow, where an outage goes on after the last change of state', () => {
    const found = measured(tree(4.2e9), [between(HEAL_NS + 0.9e9, HEAL_NS + 5e9)])
    expect(Math.abs((found.reversionTimeNs ?? 0) - 5e9)).toBeLessThanOrEqual(STEP_NS)
    expect(found.reversionTimeErrorNs).toBe(STEP_NS + 15e3)
    // One that begins and ends later is another matter, and one that does not end leaves it away.
    expect(measured(tree(1e9), [between(HEAL_NS + 3e9, HEAL_NS + 4e9)]).reversionTimeNs).toBe(1e9)
    const gone = measured(tree(4.2e9), [between(HEAL_NS + 0.9e9, END_NS)])
    expect(gone.reversionTimeNs).toBeNull()
    expect(Math.abs((gone.reversionAwayNs ?? 0) - (END_NS - HEAL_NS))).toBeLessThanOrEqual(STEP_NS)
  })

  test('never, where the preferred port was not seen to forward: away for as long as it was watched', () => {
    const { reversionTimeNs, reversionAwayNs } = measured(tree(null))
    expect(reversionTimeNs).toBeNull()
    expect(Math.abs((reversionAwayNs ?? 0) - (END_NS - HEAL_NS))).toBeLessThanOrEqual(STEP_NS)
  })

  test('at once, where all had moved back before the healing, as after a flap', () => {
    const flap = [
      port(2e8, preferred, null, 'forwarding'),
      port(INJECT_NS + 1e9, preferred, 'forwarding', 'disabled'),
      port(INJECT_NS + 3e9, preferred, 'disabled', 'forwarding'),
    ]
    expect(measured(flap).reversionTimeNs).toBe(0)
  })

  test('at no time, where nothing had moved', () => {
    expect(measured(tree(4.2e9), [], [{ watch: 'stpPort', node: 'sw9', name: 'up1' }])).toEqual({
      reversionTimeNs: null,
      reversionAwayNs: null,
      reversionTimeErrorNs: 0,
    })
  })
})
