import { beforeAll, describe, expect, test } from 'vitest'
import { EVERY, faultsOfACable, ONE_OF_EACH } from './cable.ts'
import { conform, named, type Outcome } from './conform.ts'

faultsOfACable([
  { kernel: 'virtual', runtime: 'netns', ...EVERY, lateMs: 1 },
  // Each guest starts a Docker daemon first.
  { kernel: 'virtual', runtime: 'containerlab', ...(process.env['PROVE'] === '1' ? EVERY : ONE_OF_EACH), lateMs: 1 },
])

describe('a fault that nothing could notice', () => {
  let outcomes: ReadonlyMap<string, Outcome>
  beforeAll(async () => {
    outcomes = await conform('cable', '--kernel', 'virtual', '--only', 'idle: ')
  })

  test.each([
    ['silent', /^no proof that the fault was live: wire:c1a dropped 0 frames; wire:c1b dropped 0 frames/],
    ['impaired', /^no proof that the fault was live: wire:c1b netem passed 0 and dropped 0 packets/],
    ['silent for LACP', /^no proof that the fault was live: wire:c0a dropped 0 frames; wire:c0b dropped 0 frames/],
  ])('%s: its counters are still, so no target is met by it', (name, doubt) => {
    const { trial, experiment } = named(outcomes, `idle: ${name}`)
    expect(trial.fault.proof).toMatchObject({ live: false, removed: true })
    expect(trial.doubts.map(({ text }) => text)).toEqual([expect.stringMatching(doubt) as string])
    expect(experiment.targets.map(({ verdict }) => verdict)).toEqual(['unknown'])
  })

  test('a cut is live without traffic: carrier says so', () => {
    const outcome = named(outcomes, 'idle: cut')
    outcome.expectProved()
    expect(outcome.darkened()).toEqual(['a:eth1', 'b:eth1'])
    expect(outcome.flow('forward').outcome).toBe('untouched')
    expect(outcome.experiment.targets.map(({ verdict }) => verdict)).toEqual(['met'])
  })
})
