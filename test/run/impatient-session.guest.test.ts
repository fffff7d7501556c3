import { expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from './scratch.ts'

// Four trials and a control: 12 s.
test('a client with a user timeout gives its connection up while another one waits, and both stall within their windows', async () => {
  using scratch = new Scratch()
  const { stderr } = await backhoe(['run', 'test/fixtures/labs/impatient-session.lab.ts', '--out', scratch.path])
  const [experiment] = summarySchema.parse(JSON.parse(scratch.latest('summary.json'))).experiments
  expect(
    experiment?.trials.flatMap(({ doubts }) => doubts),
    stderr,
  ).toEqual([])
  expect(experiment?.windows.map(({ on }) => on)).toEqual(['patient', 'impatient'])
  for (const { on, lowMs, highMs } of experiment?.windows ?? []) {
    const own = experiment?.trials.flatMap(({ sessions }) => sessions.filter(({ name }) => name === on)) ?? []
    // The outage of 2.6 to 3.6 s is longer than the probe, the first retransmission and 500 ms take together: 1 s.
    const verdict = on === 'patient' ? 'survived' : 'reconnected'
    expect(own.map((one) => one.verdict)).toEqual(Array(4).fill(verdict))
    for (const { stallMs, errorMs, evidence } of own) {
      expect(stallMs).toBeGreaterThan(lowMs - errorMs)
      expect(stallMs).toBeLessThan((highMs ?? 0) + errorMs)
      expect(evidence.some((line) => line.endsWith('timed out'))).toBe(on === 'impatient')
    }
  }
})
