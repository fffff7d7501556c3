import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitTrials } from '../../src/journal/trials.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

const scratch = new Scratch()
let summary: Summary
let trials: readonly (readonly JournalEvent[])[] = []

// One trial: 8 s.
beforeAll(async () => {
  const lab = 'test/fixtures/labs/router-hangs.lab.ts'
  const { stderr } = await backhoe(['run', lab, '--trial', '0', '--out', scratch.path])
  summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  trials = splitTrials(scratch.events())
  expect(trials.length, stderr).toBe(1)
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

/** Between the fault and the first such change of state after it. */
function takenOverMs(events: readonly JournalEvent[], router: string): number {
  const injected = events.find((event) => event.ev === 'inject') ?? expect.unreachable()
  const taken = events.find(
    (event) =>
      event.ev === 'state' &&
      event.t > injected.t &&
      event.node === 'r2' &&
      event.name === router &&
      event.to === 'MASTER',
  )
  return ((taken?.t ?? NaN) - injected.t) / 1e6
}

test('a router that hangs advertises no more: its backup takes over by its timer', () => {
  // A = 200 ms, priority 100: from 2A + skew to 3A + skew, 521.9 to 721.9 ms; keepalived reports within 2 ms, and a jiffy.
  for (const events of trials)
    for (const router of ['LAN', 'WAN']) {
      expect(takenOverMs(events, router)).toBeGreaterThan(511)
      expect(takenOverMs(events, router)).toBeLessThan(734)
    }
})

test('its kernel forwards and answers on, and nothing is lost, as its window has it', () => {
  const [experiment = expect.unreachable()] = summary.experiments
  expect(experiment.windows.map(({ on, lowMs, highMs }) => [on, lowMs, highMs])).toEqual(
    ['web', 'web', 'ssh', 'copy'].map((on) => [on, 0, 0]),
  )
  expect(experiment.outside).toEqual([])
  for (const { doubts, flows, sessions } of experiment.trials) {
    expect(doubts).toEqual([])
    for (const { outcome } of flows) expect(outcome).toBe('untouched')
    for (const { verdict } of sessions) expect(['untouched', 'survived']).toContain(verdict)
  }
})
