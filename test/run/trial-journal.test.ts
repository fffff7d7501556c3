import { expect, test } from 'vitest'
import { readJournal } from '../../src/journal/read.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import { sealJournal, wholeEvents } from '../../src/run/trial-journal.ts'
import type { Trial } from '../../src/run/trial-list.ts'

const trial = { experiment: 2, name: 'cut', index: 7, id: '2-7', input: { seed: 11 } } as Trial
const kernel = { name: 'virtual 7.3.4', hz: 100, virtualTime: true, versions: { linux: '7.3.4' } }
const start = {
  t: 5,
  ev: 'start',
  experiment: 0,
  trial: 7,
  seed: 11,
  kernel: 'virtual 7.3.4',
  hz: 100,
  virtualTime: true,
  versions: { linux: '7.3.4' },
} as const
const died = { code: 'guest-panicked', what: 'the guest panicked', next: 'look' }

const seal = (events: readonly JournalEvent[], failure: typeof died | null = null): JournalEvent[] =>
  readJournal(sealJournal(events, trial, kernel, failure), 'journal.ndjson')

test('a whole journal only learns its experiment’s number', () => {
  const rest: JournalEvent[] = [
    { t: 6, ev: 'beat' },
    { t: 7, ev: 'end', status: 'completed' },
  ]
  expect(seal([start, ...rest])).toEqual([{ ...start, experiment: 2 }, ...rest])
})

test('a guest that died before its first word has a journal all the same', () => {
  expect(seal([], died)).toEqual([
    { ...start, t: 0, experiment: 2 },
    { t: 0, ev: 'error', ...died },
    { t: 0, ev: 'end', status: 'failed' },
  ])
})

test('what a dying guest had written stays, and its error comes last', () => {
  expect(seal([start, { t: 9, ev: 'beat' }], died).slice(1)).toEqual([
    { t: 9, ev: 'beat' },
    { t: 9, ev: 'error', ...died },
    { t: 9, ev: 'end', status: 'failed' },
  ])
})

test('the agent’s own error is not said twice', () => {
  const error: JournalEvent = { t: 9, ev: 'error', code: 'deadline', what: 'too long' }
  expect(seal([start, error], died).filter(({ ev }) => ev === 'error')).toEqual([error])
})

test('a torn line and what follows it are left out', () => {
  expect(wholeEvents('{"t":1,"ev":"beat"}\n{"t":2,"ev":"be')).toEqual([{ t: 1, ev: 'beat' }])
  expect(wholeEvents('{"t":1,"ev":"beat"}\n{"t":2,\n{"t":3,"ev":"beat"}\n')).toEqual([{ t: 1, ev: 'beat' }])
  expect(wholeEvents('')).toEqual([])
})
