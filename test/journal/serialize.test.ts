import fc from 'fast-check'
import { expect, test } from 'vitest'
import { serializeEvent } from '../../src/journal/serialize.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import { failovers } from '../report/story.ts'

const events = failovers(2)

test('the order of keys is fixed, whatever order they were set in', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...events),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (event, draws) => {
        expect(serializeEvent(shuffled(event, draws) as JournalEvent)).toBe(serializeEvent(event))
      },
    ),
    { numRuns: 200 },
  )
})

test('nothing is left out', () => {
  for (const event of events) expect(JSON.parse(serializeEvent(event))).toEqual(event)
})

test('time and kind come first', () => {
  for (const event of events) expect(serializeEvent(event)).toMatch(/^\{"t":\d+,"ev":"[a-z]+"/)
})

function shuffled(value: unknown, draws: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((one) => shuffled(one, draws))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => ({
    key,
    one: shuffled(one, draws),
    rank: Number(draws.next().value),
  }))
  return Object.fromEntries(entries.sort((a, b) => a.rank - b.rank).map(({ key, one }) => [key, one]))
}
