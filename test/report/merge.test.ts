import { describe, expect, test } from 'vitest'
import { serializeEvent } from '../../src/journal/serialize.ts'
import { splitTrials } from '../../src/journal/trials.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import type { RecordedRun } from '../../src/report/folder.ts'
import { mergeRuns } from '../../src/report/merge.ts'
import { summarize, withoutWallTime } from '../../src/report/summarize.ts'
import { every, experimentPlan, failovers, meta, planOf, trialJournal } from './story.ts'

const plan = planOf([experimentPlan({ trials: 6, targets: [every('web', 'outage', 4e9)] })])
const [control = [], ...trials] = splitTrials(failovers(6))
const run = (events: readonly JournalEvent[], changes: Partial<RecordedRun> = {}): RecordedRun => ({
  folder: 'runs/a',
  plan,
  planHash: 'same',
  events,
  meta,
  ...changes,
})

describe('shards', () => {
  test('merged in any order are the run that was never split', () => {
    const whole = run([control, ...trials].flat())
    const first = run([control, ...trials.slice(0, 2)].flat())
    const second = run([control, ...trials.slice(2)].flat())
    for (const merged of [mergeRuns([first, second]), mergeRuns([second, first])]) {
      expect(merged.events.map(serializeEvent)).toEqual(whole.events.map(serializeEvent))
      const summary = withoutWallTime(summarize(plan, merged.events, merged.meta))
      expect(summary).toEqual(withoutWallTime(summarize(plan, whole.events, whole.meta)))
    }
  })

  test('take as long as all together, and ended as badly as the worst', () => {
    const interrupted = run(trials.slice(2).flat(), { meta: { ...meta, status: 'interrupted', wallMs: 1000 } })
    expect(mergeRuns([run(control), interrupted]).meta).toMatchObject({
      status: 'interrupted',
      wallMs: meta.wallMs + 1000,
    })
  })

  test('that hold the same trial twice, alike, count it once', () => {
    expect(mergeRuns([run(trials.flat()), run(trials.flat())]).events).toHaveLength(trials.flat().length)
  })

  test('that tell one trial differently are refused', () => {
    const other = run(trialJournal({ trial: 0, outageNs: 1e9 }), { folder: 'runs/b' })
    expect(() => mergeRuns([run(trials.flat()), other])).toThrow(
      'trial 0 is in runs/b and in another run, and they differ',
    )
  })

  test.each([
    ['plan', { planHash: 'other' }],
    ['seed', { meta: { ...meta, seed: 2 } }],
    ['identity', { meta: { ...meta, identity: 'sha256:ff' } }],
  ] as const)('of another %s are refused', (what, changes) => {
    expect(() => mergeRuns([run(control), run(trials.flat(), { folder: 'runs/b', ...changes })])).toThrow(
      `differ in ${what}`,
    )
  })
})
