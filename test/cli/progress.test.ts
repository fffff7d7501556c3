import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { LiveLines } from '../../src/cli/live-lines.ts'
import { Progress } from '../../src/cli/progress.ts'
import { flow, trial } from '../verdict/trials.ts'
import { experimentPlan, planOf } from '../report/story.ts'

test('the worst so far is the longest outage, whether it ended or not', () => {
  const stream = new PassThrough()
  const style = { color: false, width: 100, live: false }
  const progress = new Progress(new LiveLines(stream as unknown as NodeJS.WriteStream, style), style)
  const measures = [
    flow({ outcome: 'never', outageNs: null, atLeastNs: 3.12e9 }),
    flow({ outcome: 'never', outageNs: 8.14e9, atLeastNs: 3.12e9 }),
    flow({ outcome: 'never', outageNs: null, atLeastNs: 9e9 }),
    flow({ outageNs: 5e9 }),
  ]
  const said = measures.map((one, index) => {
    const named = { experiment: 0, name: 'cut', index, id: `0-${String(index)}`, seed: 1 }
    progress.show({ kind: 'trial-started', trial: named })
    progress.show({ kind: 'trial-ended', trial: named, failure: null, measure: trial(index, [one]), labNs: 20e9 })
    return /worst so far: (.*) \(web forward\)/.exec(String(stream.read()))?.[1]
  })
  expect(said).toEqual(['never back within 3.12 s', '8.14 s', 'never back within 9 s', 'never back within 9 s'])
})

/** What a terminal gets, without colours. */
class Terminal extends PassThrough {
  readonly isTTY = true
  readonly columns = 100
  readonly rows = 30

  /** Since it was last asked: the pieces that were written. */
  pieces(): string {
    return String(this.read() ?? '')
  }
}

test('on a terminal a line for each guest and one for the run are rewritten, below what stays', async () => {
  const terminal = new Terminal()
  const style = { color: false, width: 100, live: true }
  const live = new LiveLines(terminal as unknown as NodeJS.WriteStream, style)
  const progress = new Progress(live, style)
  const trials = [null, 0, 1].map((index) => ({
    ...{ experiment: 0, name: 'cut', index, seed: 1 },
    id: `0-${String(index ?? 'control')}`,
  }))
  const [control, first, second] = trials
  if (control === undefined || first === undefined || second === undefined) throw new Error('three trials')
  progress.show({
    ...{ kind: 'run-started', lab: 'pair', plan: planOf([experimentPlan({ trials: 2 })]), warnings: [], seed: 1 },
    kernel: { name: 'virtual', hz: 100, virtualTime: true, versions: {} },
    ...{ because: 'virtual time', advice: null, trials, guests: 2, folder: 'runs/x' },
  })
  for (const one of [control, first]) progress.show({ kind: 'trial-started', trial: one })
  progress.show({ kind: 'beat', trial: first, labNs: 7e9 })
  await sleep(150)
  const begun = terminal.pieces()
  expect(begun).toContain('pair  1 experiment: 2 trials and 1 control')
  expect(begun).toMatch(/guest 1 {5}0 s {2}cut, control/)
  expect(begun).toMatch(/guest 2 {5}7 s {2}cut, trial 0/)
  expect(begun).toMatch(/╌ {2}trial 0 of 3 {2}×/)
  expect(begun).not.toContain('left')

  progress.show({ kind: 'trial-ended', trial: control, failure: null, measure: trial(-1, []), labNs: 20e9 })
  progress.show({ kind: 'trial-started', trial: second })
  const failure = { code: 'guest-died', what: 'the guest died' }
  progress.show({
    kind: 'trial-ended',
    trial: second,
    failure,
    measure: trial(1, [flow({ outageNs: 2e9 })]),
    labNs: 9e9,
  })
  await sleep(150)
  const going = terminal.pieces()
  // What stays is printed once the live lines are away, and these come again below it.
  expect(going).toContain('trial 2 of 3  cut, trial 1  failed: the guest died\n')
  expect(going).toMatch(/guest 1 {2}–/)
  expect(going).toMatch(/trial 2 of 3 {2}about \d+ s left {2}worst so far: 2 s \(web forward\) {2}×/)

  live.hide()
  expect(terminal.pieces()).toContain('\u001B[2K')
  live.close()
  await sleep(150)
  expect(terminal.pieces()).toBe('')
})
