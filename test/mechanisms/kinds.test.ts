import { expect, test } from 'vitest'
import { STATE_KINDS } from '../../src/mechanisms/all/data.ts'
import { SCHEMAS } from '../../src/mechanisms/all/schema.ts'
import { WATCHES } from '../../src/mechanisms/all/watch.ts'
import { eventText, stateWord, TEXTS, waitText } from '../../src/mechanisms/all/text.ts'
import type { NamedWait } from '../../src/model/operation.ts'
import type { PhaseEvent } from '../../src/model/phase.ts'

const keysOf = (records: readonly Readonly<Record<string, unknown>>[]): string[] =>
  records.flatMap((record) => Object.keys(record))

// The shapes of states, waits and events are open, so that a mechanism adds a kind in its own folder. The compiler does not see what lacks.
test('each kind of state, of wait and of event has one owner, and all facets know it', () => {
  const words = keysOf(TEXTS.map(({ states }) => states))
  const waits = keysOf(TEXTS.map((one) => one.waits))
  const events = keysOf(TEXTS.map((one) => one.events))
  for (const kinds of [words, waits, events, keysOf(SCHEMAS.map(({ watched }) => watched))])
    expect(kinds).toHaveLength(new Set(kinds).size)
  expect(keysOf(SCHEMAS.map(({ states }) => states)).sort()).toEqual([...STATE_KINDS.keys()].sort())
  expect(words.sort()).toEqual([...STATE_KINDS.keys()].sort())
  expect(keysOf(SCHEMAS.map((one) => one.waits)).sort()).toEqual(waits.sort())
  expect(keysOf(WATCHES.map((one) => one.waits)).sort()).toEqual(waits)
  // A run of a bond's monitor sends nothing: the agent restarts the monitor and so knows its runs without looking for them.
  expect([...keysOf(WATCHES.map((one) => one.events)), 'miiMonitor'].sort()).toEqual(events.sort())
  const unpowered = keysOf(WATCHES.map((one) => one.unpowered ?? {}))
  expect(unpowered.filter((kind) => !STATE_KINDS.has(kind))).toEqual([])
})

test('a wait of a kind that no mechanism owns is refused, with those that there are', () => {
  const wait: NamedWait = { wait: 'vrrpSettledd' }
  expect(() => waitText(wait)).toThrow("no mechanism owns the wait 'vrrpSettledd'")
})

test('a timer event of such a kind as well', () => {
  const event: PhaseEvent = { event: 'toString', node: 'r1' }
  expect(() => eventText(event)).toThrow("no mechanism owns the timer event 'toString'")
})

test('a state of an older run, whose mechanism is no more, is called by its kind', () => {
  expect(stateWord('token-ring')).toBe('token-ring')
})
