import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Arrivals, Departures } from '../../../src/observe/streams/account.ts'

const STEP_NS = 10e6
const name = { flow: 'web', direction: 'forward', stream: 0 } as const

function sentOnTime(count: number): Departures {
  const departures = new Departures(0, STEP_NS)
  for (let sequence = 0; sequence < count; sequence++) departures.departed(departures.dueNs)
  return departures
}

/** What the account must say, counted in the plainest way. */
function expected(sent: number, order: readonly number[]) {
  const seen = new Map<number, number>()
  const reordered: number[] = []
  let highest = -1
  for (const sequence of order) {
    const before = seen.get(sequence) ?? 0
    seen.set(sequence, before + 1)
    if (before > 0) continue
    if (sequence < highest) reordered.push(sequence)
    highest = Math.max(highest, sequence)
  }
  const all = Array.from({ length: sent }, (_, sequence) => sequence)
  return {
    lost: all.filter((sequence) => !seen.has(sequence)),
    duplicated: all.flatMap((sequence) =>
      (seen.get(sequence) ?? 0) > 1 ? [[sequence, (seen.get(sequence) ?? 0) - 1]] : [],
    ),
    reordered,
  }
}

test('whatever arrives, in whatever order, the account is exact', () => {
  const streams = fc
    .integer({ min: 1, max: 3000 })
    .chain((sent) => fc.record({ sent: fc.constant(sent), order: fc.array(fc.nat(sent - 1), { maxLength: 4000 }) }))
  fc.assert(
    fc.property(streams, ({ sent, order }) => {
      const arrivals = new Arrivals(1e9)
      for (const sequence of order) arrivals.arrived(sequence, 1000, sequence * STEP_NS)
      const record = arrivals.record(sentOnTime(sent), name)
      const lost = record.lost.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, at) => first + at),
      )
      expect({ lost, duplicated: record.duplicated, reordered: record.reordered }).toEqual(expected(sent, order))
      expect(
        record.lost.every(([first, last], at) => first <= last && first > (record.lost[at - 1]?.[1] ?? -2) + 1),
      ).toBe(true)
      expect(arrivals.received + lost.length).toBe(sent)
    }),
  )
})

test('packets that left late are named with their lateness; the largest is the clock error', () => {
  const departures = new Departures(0, STEP_NS)
  for (const lateNs of [5000, 5e6 + 1, 20e6, 0]) departures.departed(departures.dueNs + lateNs)
  expect(departures.late).toEqual([
    [1, 5e6 + 1],
    [2, 20e6],
  ])
  expect(departures.clockErrorNs).toBe(20e6)
})

test('delays are told apart from loss: nothing arrived, no delay', () => {
  expect(new Arrivals(1e9).record(sentOnTime(3), name)).toMatchObject({ lost: [[0, 2]], delay: null })
})

test('a packet that stays away for twice the largest delay is lost, until it comes after all', () => {
  const arrivals = new Arrivals(1e9)
  for (const sequence of [0, 1, 3]) arrivals.arrived(sequence, 15e6, sequence * STEP_NS + 15e6)
  const departures = sentOnTime(5)
  // 2 left at 20 ms and 4 at 40 ms; each may take 30 ms.
  expect(arrivals.lastLossNs(departures, 49e6)).toBeNull()
  expect(arrivals.lastLossNs(departures, 51e6)).toBe(20e6)
  expect(arrivals.lastLossNs(departures, 71e6)).toBe(40e6)
  arrivals.arrived(4, 15e6, 55e6)
  arrivals.arrived(2, 60e6, 80e6)
  expect(arrivals.lastLossNs(departures, 81e6)).toBeNull()
})

test('a packet that is overdue is lost, and said to have arrived after all', () => {
  const arrivals = new Arrivals(200e6)
  for (const [sequence, delayNs] of [
    [0, 200e6],
    [1, 200e6 + 1],
    [3, 2e9],
  ] as const) {
    arrivals.arrived(sequence, delayNs, sequence * STEP_NS + delayNs)
  }
  expect(arrivals.received).toBe(1)
  expect(arrivals.record(sentOnTime(5), name)).toMatchObject({
    lost: [[1, 4]],
    overdue: [
      [1, 1],
      [3, 3],
    ],
    // The delay of what arrived in time: a queue that held packets for seconds says nothing of the path.
    delay: { maxNs: 200e6 },
  })
})

test('the first packet in time after lost ones is named where it was on its way for longer than a step', () => {
  const arrivals = new Arrivals(200e6)
  for (const [sequence, delayNs] of [
    [0, 20e3],
    [5, 150e6],
    [6, 140e6],
    [8, 20e3],
  ] as const) {
    arrivals.arrived(sequence, delayNs, sequence * STEP_NS + delayNs)
  }
  expect(arrivals.record(sentOnTime(9), name)).toMatchObject({
    lost: [
      [1, 4],
      [7, 7],
    ],
    held: [[5, 150e6]],
  })
})

test('the history of delays has a line where they change, and none is below what it stands for', () => {
  const arrivals = new Arrivals(200e6)
  // Quarter of a step: 2.5 ms. One packet in each tenth of a second, the fourth long after the third.
  for (const [tenth, delayNs] of [
    [0, 20e3],
    [1, 19e3],
    [2, 21e3],
    [30, 150e6],
    [31, 148e6],
    [32, 20e3],
  ] as const) {
    arrivals.arrived(tenth, delayNs, tenth * 100e6 + 5e6)
  }
  expect(arrivals.record(sentOnTime(40), name).delays).toEqual([
    [0, 20e3],
    [200e6, 21e3],
    [3000e6, 150e6],
    [3200e6, 20e3],
  ])
})
