import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JournalEvent } from '../../src/model/journal.ts'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

const scratch = new Scratch()
let summary: Summary
let events: readonly JournalEvent[] = []

// Three boots, half a second each and some seconds of virtual time: 8 s.
beforeAll(async () => {
  await backhoe(['run', 'test/fixtures/labs/session-gate.lab.ts', '--trial', '0', '--seed', '3', '--out', scratch.path])
  summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  events = scratch.events()
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

const experiment = (name: string): Summary['experiments'][number] =>
  summary.experiments.find((one) => one.name === name) ?? expect.unreachable(name)

test('a gate of sessions alone says that they were fresh, which is what it has seen', () => {
  const gates = events.flatMap((event) => (event.ev === 'gate' ? [event] : []))
  expect(gates.find(({ passed }) => passed)?.evidence).toContain('every session fresh for 2 s')
  expect(experiment('works').trials[0]).toMatchObject({ doubts: [], gate: { passed: true } })
})

test.each(['never worked', 'never worked, and hardly anybody looked'])(
  'a session that %s is no finding about the fault: the gate fails, nothing is cut, and its targets are unknown',
  (name) => {
    const found = experiment(name)
    const { passed, because } = found.trials[0]?.gate ?? expect.unreachable(name)
    expect(passed).toBe(false)
    expect(because).toMatch(/^did not work before the fault: the session (ssh|copy) never got a byte across$/)
    expect(found.targets.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown'])
  },
)
