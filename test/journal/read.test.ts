import { expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { readJournal } from '../../src/journal/read.ts'
import { serializeEvent } from '../../src/journal/serialize.ts'
import { splitTrials } from '../../src/journal/trials.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { failovers, trialJournal } from '../report/story.ts'

const lines = trialJournal({ trial: 0, outageNs: 3e9 }).map(serializeEvent)
const text = (of: readonly string[]): string => of.map((line) => `${line}\n`).join('')
const changed = (index: number, change: (line: string) => string): string =>
  text(lines.map((line, at) => (at === index ? change(line) : line)))
const stream = lines.findIndex((line) => line.includes('"ev":"stream"'))
const gate = lines.findIndex((line) => line.includes('"ev":"gate"'))

const broken: Readonly<Record<string, string>> = {
  empty: '',
  truncated: text(lines).slice(0, -70),
  'cut in the middle': changed(gate, (line) => line.slice(0, 30)),
  headless: text(lines.slice(1)),
  'unknown event': changed(gate, (line) => line.replace('"gate"', '"gates"')),
  'missing field': changed(gate, (line) => line.replace(',"because":"every stream clean for 2 s"', '')),
  'foreign field': changed(gate, (line) => line.replace('"passed":true', '"passed":true,"colour":"red"')),
  'wrong types': changed(gate, (line) =>
    line.replace('"passed":true', '"passed":"yes"').replace('"evidence":[]', '"evidence":7'),
  ),
  // A reader of these would count for ever, or count packets twice.
  'more sent than there is time for': changed(stream, (line) => line.replace(/"sent":\d+/, '"sent":9e15')),
  'impossible ranges': changed(stream, (line) =>
    line
      .replace(/"lost":\[.*?\]\]/, '"lost":[[5,2]]')
      .replace('"overdue":[]', '"overdue":[[1,3],[2,4]]')
      .replace('"reordered":[]', '"reordered":[999999999]'),
  ),
  'negative time': changed(gate, (line) => line.replace(/"t":\d+/, '"t":-1')),
  'json of others': text(['{"name":"backhoe-lab","version":"0.1.0"}', '[1,2,3]', '42']),
  'no journal at all': text(
    Array.from(
      { length: 40 },
      (_, index) => `line ${String(index)} of a log that somebody left here, and which is longer than sixty characters`,
    ),
  ),
}

test.each(Object.keys(broken))('a journal that is broken (%s) says where, why and what next', async (name) => {
  const error = thrown(() => readJournal(broken[name] ?? '', 'runs/latest/journal.ndjson'))
  expect(error.exitCode).toBe(64)
  const shown = renderProblems(error.problems, { color: false, cwd: '/' })
  await expect(shown).toMatchFileSnapshot(`../golden/errors/journal-${name.replaceAll(' ', '-')}.txt`)
})

test('a journal is read back as it was written', () => {
  const events = failovers(3)
  expect(readJournal(text(events.map(serializeEvent)), 'journal.ndjson')).toEqual(events)
})

test('trials are told apart by their start', () => {
  const trials = splitTrials(failovers(3))
  expect(trials.map((trial) => trial[0])).toMatchObject([null, 0, 1, 2].map((trial) => ({ ev: 'start', trial })))
})

function thrown(body: () => unknown): BackhoeError {
  try {
    body()
  } catch (error) {
    if (error instanceof BackhoeError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
