import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import type { JournalEvent } from '../../src/model/journal.ts'
import type { ExperimentSummary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'
import { size } from './size.ts'

// A bond without a monitor goes on as if nothing had happened: each direction is dark until the healing, and the bond keeps its
// carrier also where both of its legs are dark, which one with a monitor loses within 110 ms.
test('unmonitored: a bond that looks at nothing loses all until the healing, and never its own carrier', async () => {
  const { experiments, events } = await run('unmonitored')
  for (const { windows, trials } of experiments) {
    expect(windows.map(({ highMs }) => highMs)).toEqual([null, null])
    for (const { flows } of trials) expect(flows.map(({ outcome }) => outcome)).toEqual(['never', 'never'])
  }
  const dark = events.flatMap((event) =>
    event.ev === 'state' && event.watch === 'carrier' && event.to === 'down' ? [event.name] : [],
  )
  expect(dark).toContain('eth1')
  expect(dark).not.toContain('bond0')
})

// The members' delays are half a second: a LAG that waited for its monitor would lie outside of a jiffy, 10 ms. A leg that is silent,
// or dark at the other end alone, is used for ever by the end that sees light.
test('static-lag: a leg that loses its light is left at once, and one that keeps it never', async () => {
  const { experiments } = await run('static-lag')
  expect(
    experiments.map(({ windows }) => windows.map(({ lowMs, highMs }) => (highMs === null ? null : [lowMs, highMs]))),
  ).toEqual([
    [
      [0, 10],
      [0, 10],
    ],
    [null, null],
    [[0, 10], null],
  ])
  const outcomes = experiments.map(({ trials }) =>
    trials.map(({ flows }) => flows.map(({ outcome }) => outcome === 'never')),
  )
  expect(outcomes.map((some) => new Set(some.map((one) => one.join())))).toEqual([
    new Set(['false,false']),
    new Set(['true,true']),
    new Set(['false,true']),
  ])
})

interface Outcome {
  readonly experiments: readonly ExperimentSummary[]
  readonly events: readonly JournalEvent[]
}

/** Some trials of a lab, at any phase: all count, and none lies outside of its window by more than its error. */
async function run(lab: string): Promise<Outcome> {
  using scratch = new Scratch()
  const seed = randomInt(1, 2 ** 31)
  const ended = await backhoe([
    ...['run', `test/proof/labs/${lab}.lab.ts`, '--kernel', 'virtual', '--seed', String(seed)],
    ...['--trials', String(size.mechanismTrials), '--out', scratch.path],
  ])
  const { experiments } = scratch.summary(ended)
  expect(experiments.length, ended.stderr).toBeGreaterThan(0)
  for (const { name, outside, trials } of experiments) {
    const where = `${name}, seed ${String(seed)}`
    expect(outside, where).toEqual([])
    expect(trials, where).toHaveLength(size.mechanismTrials)
    for (const { gate, doubts } of trials)
      expect({ gate: gate.passed, doubts }, where).toEqual({ gate: true, doubts: [] })
  }
  return { experiments, events: scratch.events() }
}
