import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StreamRecord } from '../../../src/model/journal.ts'
import { inside, type Inside } from '../../guest/inside.ts'
import type * as entry from './probes.inside.ts'
import type { Observed, Planted } from './probes.inside.ts'

let guest: Inside<Observed>

beforeAll(async () => {
  guest = await inside<typeof entry>(new URL('probes.inside.ts', import.meta.url), { brief: false })
})
afterAll(() => {
  guest[Symbol.dispose]()
})

const forward = (what: Planted['what']): boolean => what !== 'b is mute'
const backward = (what: Planted['what']): boolean => what !== 'a is mute'
const LOSING: readonly Planted['what'][] = ['a is mute', 'b is mute', 'no light', 'a is shut']

/** Sequence numbers of the packets that left while it lasted. */
const during = ({ firstNs, stepNs }: StreamRecord, { fromNs, toNs }: Planted): readonly [number, number] => [
  Math.ceil((fromNs - firstNs) / stepNs),
  Math.ceil((toNs - firstNs) / stepNs) - 1,
]

test('every stream is accounted for', () => {
  const names = guest.result.records.map(({ flow, direction, stream }) => `${flow} ${direction} ${String(stream)}`)
  expect(names.toSorted()).toEqual([
    'fast backward 0',
    'fast forward 0',
    'slow backward 0',
    'slow backward 1',
    'slow forward 0',
    'slow forward 1',
  ])
})

test('exactly the packets that left during a planted loss are lost, in exactly its direction', () => {
  const { planted, records } = guest.result
  for (const record of records) {
    const hits = record.direction === 'forward' ? forward : backward
    const expected = planted.filter(({ what }) => LOSING.includes(what) && hits(what)).map((one) => during(record, one))
    expect(record.lost, `${record.flow} ${record.direction}`).toEqual(expected)
  }
})

test('duplicates are counted, each once', () => {
  const one = guest.result.planted.find(({ what }) => what === 'duplicated') as Planted
  for (const record of guest.result.records) {
    const [first, last] = during(record, one)
    const expected =
      record.direction === 'backward' ? [] : Array.from({ length: last - first + 1 }, (_, at) => [first + at, 1])
    expect(record.duplicated).toEqual(expected)
  }
})

test('packets that were overtaken are named, and only in the direction that was shuffled', () => {
  const one = guest.result.planted.find(({ what }) => what === 'shuffled') as Planted
  for (const { direction, reordered, ...record } of guest.result.records) {
    if (direction === 'backward') expect(reordered).toEqual([])
    else {
      // 30 % of a hundred and more packets overtake what left within 20 ms before them: far more than ten are overtaken.
      expect(reordered.length).toBeGreaterThan(10)
      const [first] = during({ direction, reordered, ...record }, one)
      expect(Math.min(...reordered)).toBeGreaterThanOrEqual(first)
    }
  }
})

test('delay is what the cable adds: 20 ms where it was shuffled, microseconds elsewhere', () => {
  for (const { direction, delay } of guest.result.records) {
    expect(delay?.medianNs).toBeLessThan(100e3)
    if (direction === 'forward') expect(delay?.maxNs).toBeGreaterThan(20e6)
    else expect(delay?.maxNs).toBeLessThan(5e6)
  }
})

test('in virtual time packets leave when they should', () => {
  for (const { late, clockErrorNs, stepNs } of guest.result.records) {
    // Garbage collection of the agent was the worst seen, half a millisecond: more than half a step at 1000/s.
    expect(clockErrorNs).toBeLessThan(2e6)
    if (stepNs === 10e6) expect(late).toEqual([])
  }
})

test('the running account knows a clean start, and the latest loss', () => {
  const { before, after, planted } = guest.result
  for (const stream of before) expect(stream).toMatchObject({ sent: stream.received, lastLossNs: null })
  const shut = planted.find(({ what }) => what === 'a is shut') as Planted
  for (const { lastLossNs } of after) {
    // The last step before light came back.
    expect(lastLossNs).toBeGreaterThan(shut.toNs - 10e6)
    expect(lastLossNs).toBeLessThan(shut.toNs)
  }
})
