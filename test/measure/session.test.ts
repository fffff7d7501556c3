import { expect, test } from 'vitest'
import { reasonText, worded } from '../../src/model/reason.ts'
import { measureSession, stallsBefore } from '../../src/measure/session.ts'
import type { SessionRecord } from '../../src/model/journal.ts'
import type { SessionVerdict } from '../../src/model/traffic.ts'
import { END_NS, HEAL_NS, INJECT_NS, connection, sessionRecord } from '../report/story.ts'

const span = {
  readyNs: 7e9,
  injected: [INJECT_NS, INJECT_NS] as const,
  healed: [HEAL_NS, HEAL_NS] as const,
  variant: 0,
}
const first = connection('a:1-b:2', 'c1')
const second = { ...connection('a:3-b:2', 'c2'), openedNs: INJECT_NS + 1e9 }
const stall = { startNs: INJECT_NS - 1e8, endNs: INJECT_NS + 3e9 }

const pending = (sentNs: number) => [{ end: 'client' as const, sentNs, dueNs: sentNs + 12.8e9 }]
const measured = (changes: Partial<SessionRecord>, back: number | string = HEAL_NS) => {
  const found = measureSession(sessionRecord(changes), span, typeof back === 'number' ? back : worded(back))
  return { ...found, because: found.because === null ? null : reasonText(found.because) }
}

const cases: readonly (readonly [string, Partial<SessionRecord>, SessionVerdict | 'unknown'])[] = [
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
  ['the client booted, and its session is a new one', { clientStarts: 2 }, 'restarted'],
  ['the counter began again', { counterResets: 1 }, 'restarted'],
  [
    'no byte came to the end, though TCP tried again',
    { stalls: [{ startNs: INJECT_NS, endNs: null }], pending: pending(HEAL_NS + 1e9) },
    'dead',
  ],
  [
    'no byte came to the end, and there is nothing left to send',
    { stalls: [{ startNs: INJECT_NS, endNs: null }], pending: [] },
    'dead',
  ],
  [
    'no byte came to the end, and TCP is only patient',
    { stalls: [{ startNs: INJECT_NS, endNs: null }], pending: pending(HEAL_NS - 1e9) },
    'unknown',
  ],
  [
    'TCP tried again as the path came back, which tcp_info knows to a jiffy',
    { stalls: [{ startNs: INJECT_NS, endNs: null }], pending: pending(HEAL_NS + 5e6) },
    'unknown',
  ],
  [
    'TCP has tried again a moment ago',
    { stalls: [{ startNs: INJECT_NS, endNs: null }], pending: pending(END_NS - 1e8) },
    'unknown',
  ],
  [
    'an older record is silent about its timer, and was not watched for long enough',
    { stalls: [{ startNs: INJECT_NS, endNs: null }] },
    'unknown',
  ],
  [
    'it dialled again in vain once the path was back',
    {
      stalls: [{ startNs: INJECT_NS, endNs: null }],
      connections: [
        { ...first, closedNs: INJECT_NS + 1e9, closedBy: 'timeout' },
        { ...second, openedNs: HEAL_NS + 1e9, connectionNonce: null },
      ],
    },
    'dead',
  ],
  [
    'an attempt had failed before the gate',
    {
      connections: [
        { ...first, closedNs: 2e9, closedBy: 'timeout', connectionNonce: null },
        { ...first, openedNs: 3e9 },
      ],
    },
    'untouched',
  ],
  [
    'a moment of silence at the very end',
    { stalls: [{ startNs: END_NS - 2e8, endNs: null }], watchedUntilNs: END_NS },
    'survived',
  ],
  ['no byte ever came', { lastProgressNs: null }, 'unknown'],
]

test.each(cases)('when %s the verdict follows', (_, changes, verdict) => {
  expect(measured(changes).verdict).toBe(verdict)
})

test('the stall is the longest that overlaps the fault or follows it', () => {
  const stalls = [
    { startNs: INJECT_NS - 6e9, endNs: INJECT_NS - 1e9 },
    stall,
    { startNs: INJECT_NS + 5e9, endNs: INJECT_NS + 6e9 },
  ]
  expect(measured({ stalls })).toMatchObject({ stallNs: 3.1e9, stallAtLeastNs: null })
})

test('a stall without an end lasts at least as long as it was watched, and hides none that ended', () => {
  const stalls = [stall, { startNs: INJECT_NS + 4e9, endNs: null }]
  expect(measured({ stalls })).toMatchObject({ stallNs: 3.1e9, stallAtLeastNs: END_NS - INJECT_NS - 4e9 })
})

test('what TCP waits for is said, and when it is due', () => {
  const silent = { stalls: [{ startNs: INJECT_NS, endNs: null }], pending: pending(HEAL_NS - 5e9) }
  // Injected at 8 s and held for 10 s: it left 5 s before the healing, and doubles to 12.8 s, which the timer wheel makes up to an eighth longer.
  expect(measured(silent)).toMatchObject({
    verdict: 'unknown',
    atBest: 'survived',
    because: 'watch longer: the next retransmission is due at +17.8 s … +19.4 s, and the watching ended at +16 s',
  })
  // Tried again once the path was back, but a moment ago.
  const tried = { stalls: silent.stalls, pending: pending(END_NS - 1e8) }
  expect(measured(tried).because).toBe(
    'watch longer: TCP tried again at +15.9 s, and the watching ended at +16 s, before an answer was due',
  )
  expect(measured(silent, 'watch longer: the path was not back').because).toBe('watch longer: the path was not back')
})

test('what a drift delays is answered so much later: a retransmission whose answer is on its way is not the last word', () => {
  const record = sessionRecord({ stalls: [{ startNs: INJECT_NS, endNs: null }], pending: pending(END_NS - 3e9) })
  expect(measureSession(record, span, HEAL_NS).verdict).toBe('dead')
  expect(measureSession(record, span, HEAL_NS, 3e9).verdict).toBe('unknown')
})

test('many stalls are one line, with their count and range', () => {
  const stalls = Array.from({ length: 80 }, (_, index) => {
    const startNs = INJECT_NS + index * 1e8
    return { startNs, endNs: startNs + 2e8 + index * 1e6 }
  })
  const { evidence } = measured({ stalls })
  expect(evidence.filter((line) => line.startsWith('stalled'))).toEqual(['stalled 80 times, for 200 ms … 279 ms'])
})

test('what had been silent for longer than its pace when the fault struck was not fresh', () => {
  // A normal gap of 210 ms may lie across the injection; one second may not.
  expect(stallsBefore(sessionRecord({ stalls: [{ startNs: INJECT_NS - 1e9, endNs: null }] }), span)).toEqual([1e9])
  expect(stallsBefore(sessionRecord({ stalls: [{ startNs: INJECT_NS - 1e8, endNs: null }] }), span)).toEqual([])
})

test('stalls between gate and fault are told, those before the gate are not', () => {
  const stalls = [{ startNs: 5e9, endNs: 6e9 }, { startNs: 7.1e9, endNs: 7.6e9 }, stall]
  expect(stallsBefore(sessionRecord({ stalls }), span)).toEqual([5e8])
})

test('a connection that was reset is named in the evidence', () => {
  const connections = [{ ...first, closedBy: 'peer-reset' as const }, second]
  expect(measured({ connections }).evidence).toContain('a:1-b:2 reset by the peer')
})

test('a window bounds what the fault has caused, not what the return has', () => {
  const paceNs = 210e6
  // Begun by the last fresh byte before the return, less than a pace before it.
  const returning = { startNs: HEAL_NS - 1e8, endNs: HEAL_NS + 4e9 }
  expect(measured({ paceNs, stalls: [stall, returning] })).toMatchObject({
    stallNs: 4.1e9,
    faultStallNs: 3.1e9,
    returnStallNs: 4.1e9,
  })
  expect(measured({ paceNs, stalls: [returning] }).faultStallNs).toBe(0)
  expect(measured({ paceNs, stalls: [stall] }).returnStallNs).toBe(0)
})
