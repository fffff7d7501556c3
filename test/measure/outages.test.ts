import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VALIDATED_PACKETS, lossRuns, outageOf, sentAt } from '../../src/measure/outages.ts'
import { STEP_NS, streamRecord } from '../report/story.ts'

const SENT = 400

/** Any pattern of losses, as the receiver's side sees it: one flag a packet. */
const patterns = fc.array(
  fc.integer({ min: 0, max: 9 }).map((die) => die < 2),
  { minLength: SENT, maxLength: SENT },
)

function recordOf(lostFlags: readonly boolean[]) {
  const lost: [number, number][] = []
  lostFlags.forEach((gone, sequence) => {
    const last = lost.at(-1)
    if (gone && last?.[1] === sequence - 1) last[1] = sequence
    else if (gone) lost.push([sequence, sequence])
  })
  return streamRecord({ sent: lostFlags.length, lost })
}

describe('loss runs', () => {
  test('account for every lost packet once, in order, and are five delivered packets apart', () => {
    fc.assert(
      fc.property(patterns, (flags) => {
        const stream = recordOf(flags)
        const runs = lossRuns(stream)
        expect(runs.reduce((sum, run) => sum + run.lost, 0)).toBe(flags.filter(Boolean).length)
        for (const [index, run] of runs.entries()) {
          expect(flags[run.first]).toBe(true)
          expect(flags[run.last]).toBe(true)
          const next = runs[index + 1]
          if (next !== undefined) expect(next.first - run.last).toBeGreaterThan(VALIDATED_PACKETS)
        }
      }),
    )
  })

  test('within a part are those of the part alone', () => {
    fc.assert(
      fc.property(patterns, fc.nat(SENT), fc.nat(SENT), (flags, a, b) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b)]
        const inside = flags.map((gone, sequence) => gone && sequence >= from && sequence < until)
        expect(lossRuns(recordOf(flags), from, until)).toEqual(lossRuns(recordOf(inside)))
      }),
    )
  })

  test('of single losses with fewer than five delivered between them are one outage', () => {
    const runs = lossRuns(
      streamRecord({
        lost: [
          [10, 10],
          [15, 15],
          [21, 21],
        ],
      }),
    )
    expect(runs).toEqual([
      { first: 10, last: 15, lost: 2 },
      { first: 21, last: 21, lost: 1 },
    ])
  })
})

describe('an outage', () => {
  test('begins with the first lost packet and ends with the first of those that arrived', () => {
    const stream = streamRecord({ lost: [[100, 199]] })
    expect(outageOf(stream, { first: 100, last: 199, lost: 100 })).toEqual({
      startNs: 2e9,
      endNs: 3e9,
      lost: 100,
      overdue: 0,
    })
  })

  test('has no end before five packets have followed', () => {
    const stream = streamRecord({ sent: 204, lost: [[100, 199]] })
    expect(outageOf(stream, { first: 100, last: 199, lost: 100 }).endNs).toBeNull()
  })

  test('planted anywhere is found within one probe spacing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e9, max: 2e9 }), fc.integer({ min: 20e6, max: 2e9 }), (startNs, lengthNs) => {
        const flags = Array.from({ length: SENT }, (_, sequence) => {
          const at = 1e9 + sequence * STEP_NS
          return at >= startNs && at < startNs + lengthNs
        })
        const [run, ...rest] = lossRuns(recordOf(flags))
        expect(rest).toEqual([])
        // RFC 6413 6.1.3: the loss-derived method is right to one packet interval, on either side.
        expect(Math.abs((run?.lost ?? 0) * STEP_NS - lengthNs)).toBeLessThanOrEqual(STEP_NS)
      }),
    )
  })
})

test('a packet that left late is placed where it left', () => {
  expect(sentAt(streamRecord({ late: [[7, 6e6]] }), 7)).toBe(1e9 + 7 * STEP_NS + 6e6)
})
