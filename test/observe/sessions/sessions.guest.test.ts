import { expect, test } from 'vitest'
import { inside } from '../../guest/inside.ts'
import type * as entry from './sessions.inside.ts'
import type { Held, Story } from './sessions.inside.ts'

async function tell(story: Story): Promise<readonly Held[]> {
  using guest = await inside<typeof entry>(new URL('sessions.inside.ts', import.meta.url), {
    story,
  })
  // Whatever the connection waits for, `stop` does not.
  for (const { stoppedInNs } of guest.result) expect(stoppedInNs).toBeLessThan(5e6)
  return guest.result
}

test('nothing happens: one connection, no stall, no retransmission, every byte', async () => {
  for (const { record } of await tell('quiet')) {
    expect(record).toMatchObject({ continuous: true, counterResets: 0, stalls: [] })
    expect(record.connections).toHaveLength(1)
    expect(record.connections[0]).toMatchObject({ closedNs: null, closedBy: null, retransmits: 0 })
    expect(record.connections[0]?.bootNonce).toMatch(/^[0-9a-f]{16}$/)
    expect(record.connections[0]?.tuple).toMatch(/^10\.0\.0\.1:\d+-10\.0\.0\.2:700[01]$/)
    // 5 s of 200 B each 20 ms (echo, a little slower by Node's timers) and of 400 kbit/s.
    expect(record.bytesSent).toBeGreaterThan(record.kind === 'tcp' ? 40_000 : 240_000)
    expect(record.bytesSent - record.bytesReceived).toBeLessThanOrEqual(200)
  }
})

test('three silent seconds: the connection survives, after a stall as long as TCP makes it', async () => {
  for (const { record, brokenNs } of await tell('cut')) {
    expect(record).toMatchObject({ continuous: true, counterResets: 0 })
    expect(record.connections).toHaveLength(1)
    expect(record.connections[0]?.retransmits).toBeGreaterThan(0)
    // What follows the first is the hole being filled, by timers again.
    const [stall, ...others] = record.stalls
    for (const { startNs, endNs } of others) expect((endNs ?? Infinity) - startNs).toBeLessThan(500e6)
    expect(stall?.startNs).toBeLessThanOrEqual(brokenNs)
    // TCP tries 0.21·2^k s after the loss (RTO 200 ms and a jiffy): 1.68 s is too early, 3.36 s is not; a probe of the tail shifts it.
    const stallNs = (stall?.endNs ?? 0) - (stall?.startNs ?? 0)
    expect(stallNs).toBeGreaterThan(3e9)
    expect(stallNs).toBeLessThan(3.9e9)
  }
})

test('the server restarts: reset, reconnected after a second to another boot', async () => {
  for (const { record, brokenNs } of await tell('restarted')) {
    expect(record.connections).toHaveLength(2)
    const [first, second] = record.connections
    expect(first?.closedBy).toBe('peer-reset')
    expect((first?.closedNs ?? Infinity) - brokenNs).toBeLessThan(10e6)
    expect(second?.bootNonce).not.toBe(first?.bootNonce)
    expect((second?.openedNs ?? 0) - (first?.closedNs ?? 0)).toBeGreaterThanOrEqual(1e9)
    expect((second?.openedNs ?? 0) - (first?.closedNs ?? 0)).toBeLessThan(1.02e9)
    if (record.kind === 'tcp') expect(record.counterResets).toBe(1)
    expect(record.stalls).toHaveLength(1)
    expect(record.lastProgressNs).toBeGreaterThan(second?.openedNs ?? Infinity)
  }
})

// A session that a rehearsal had interrupted was restarted, and one that it had delayed was never untouched.
test('what happened before the gate passed is no evidence: no retransmission, no state that began again', async () => {
  for (const { record } of await tell('rehearsed')) {
    expect(record).toMatchObject({ continuous: true, counterResets: 0 })
    expect(record.connections.map(({ closedBy }) => closedBy)).toEqual(['peer-reset', null])
    expect(record.connections[1]?.retransmits).toBe(0)
  }
})

test('the cable stays cut: a stall without an end, nothing hangs, and the record has when TCP sends again', async () => {
  for (const { record, brokenNs } of await tell('dead')) {
    expect(record.connections).toHaveLength(1)
    expect(record.stalls.at(-1)?.endNs).toBeNull()
    const pending = record.pending ?? []
    expect(pending.map(({ end }) => end)).toContain('client')
    for (const { sentNs, dueNs } of pending) {
      expect(sentNs).toBeGreaterThan(brokenNs)
      expect(sentNs).toBeLessThanOrEqual(record.watchedUntilNs)
      expect(dueNs).toBeGreaterThan(record.watchedUntilNs)
      // RTO 210 ms, or a jiffy more or less, doubled some times; a neighbour that fails takes a doubling back (RFC 6069).
      const doublings = Math.log2((dueNs - sentNs) / 210e6)
      expect(Math.abs(doublings - Math.round(doublings))).toBeLessThan(0.08)
    }
  }
})

test('nobody answers from the start: attempts that timed out, no progress', async () => {
  for (const { record } of await tell('nobody there')) {
    expect(record.lastProgressNs).toBeNull()
    expect(record.connections.length).toBeGreaterThan(1)
    expect(record.connections[0]?.closedBy).toBe('timeout')
  }
})
