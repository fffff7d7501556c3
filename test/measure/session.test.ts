import { expect, test } from 'vitest'
import { measureSession, stallsBefore } from '../../src/measure/session.ts'
import type { SessionRecord } from '../../src/model/journal.ts'
import type { SessionVerdict } from '../../src/model/traffic.ts'
import { END_NS, INJECT_NS, connection, sessionRecord } from '../report/story.ts'

const span = { readyNs: 7e9, injected: [INJECT_NS, INJECT_NS] as const, healed: null, variant: 0 }
const first = connection('a:1-b:2', 'c1')
const second = { ...connection('a:3-b:2', 'c2'), openedNs: INJECT_NS + 1e9 }
const stall = { startNs: INJECT_NS - 1e8, endNs: INJECT_NS + 3e9 }

const cases: readonly (readonly [string, Partial<SessionRecord>, SessionVerdict])[] = [
  ['nothing happened', {}, 'untouched'],
  ['it retransmitted', { connections: [{ ...first, retransmits: 2 }] }, 'survived'],
  ['it stalled', { stalls: [stall] }, 'survived'],
  ['its bytes broke within one connection', { continuous: false }, 'restarted'],
  [
    'it came back by another connection',
    { connections: [{ ...first, closedBy: 'peer-reset' }, second], continuous: false },
    'reconnected',
  ],
  ['the server booted', { connections: [first, { ...second, bootNonce: 'b2' }] }, 'restarted'],
  ['the counter began again', { counterResets: 1 }, 'restarted'],
  ['no byte came to the end', { stalls: [{ startNs: INJECT_NS, endNs: null }] }, 'dead'],
  [
    'a moment of silence at the very end',
    { stalls: [{ startNs: END_NS - 2e8, endNs: null }], watchedUntilNs: END_NS },
    'survived',
  ],
  ['no byte ever came', { lastProgressNs: null }, 'dead'],
]

test.each(cases)('when %s the verdict follows', (_, changes, verdict) => {
  expect(measureSession(sessionRecord(changes), span).verdict).toBe(verdict)
})

test('the stall is the longest that overlaps the fault or follows it', () => {
  const stalls = [
    { startNs: INJECT_NS - 6e9, endNs: INJECT_NS - 1e9 },
    stall,
    { startNs: INJECT_NS + 5e9, endNs: INJECT_NS + 6e9 },
  ]
  expect(measureSession(sessionRecord({ stalls }), span).stallNs).toBe(3.1e9)
})

test('a stall without an end lasts as long as it was watched', () => {
  expect(measureSession(sessionRecord({ stalls: [{ startNs: INJECT_NS, endNs: null }] }), span).stallNs).toBe(
    END_NS - INJECT_NS,
  )
})

test('stalls between gate and fault are told, those before the gate are not', () => {
  const stalls = [{ startNs: 5e9, endNs: 6e9 }, { startNs: 7.1e9, endNs: 7.6e9 }, stall]
  expect(stallsBefore(sessionRecord({ stalls }), span)).toEqual([5e8])
})

test('a connection that was reset is named in the evidence', () => {
  const connections = [{ ...first, closedBy: 'peer-reset' as const }, second]
  expect(measureSession(sessionRecord({ connections }), span).evidence).toContain('a:1-b:2 reset by the peer')
})
