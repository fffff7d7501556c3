import { expect, test } from 'vitest'
import { Estimate } from '../../src/cli/estimate.ts'
import { experimentPlan, planOf } from '../report/story.ts'

/** By their plans 18 s and 38 s of the lab. */
const experiments = [experimentPlan(), experimentPlan({ name: 'longer', holdNs: 30e9 })]
const trial = (experiment: number, index: number) => ({
  id: `${String(experiment)}-${String(index)}`,
  experiment,
  name: experiments[experiment]?.name ?? '',
  index,
  seed: 1,
})
const trials = [trial(0, 0), trial(0, 1), trial(1, 0), trial(1, 1)]
const none = new Map<string, number>()

test('nothing is said before a trial has ended', () => {
  const estimate = new Estimate({ plan: planOf(experiments), trials }, 0)
  expect(estimate.leftMs(new Map([['0-0', 10e9]]), 5000)).toBeNull()
})

test('what is left goes by what trials have taken, and where none has been by the plan, at the pace until now', () => {
  const estimate = new Estimate({ plan: planOf(experiments), trials }, 0)
  // Twice as long as its plan, in 4 s on the wall: nine laboratory seconds a second.
  estimate.ended(trial(0, 0), 36e9)
  // One more of 36 s, and two of 2 × 38 s.
  expect(estimate.leftMs(none, 4000)).toBeCloseTo(((36 + 2 * 76) / 9) * 1000)
  // What runs is a part of what is done, and no part of what is left.
  expect(estimate.leftMs(new Map([['0-1', 9e9]]), 5000)).toBeCloseTo(((27 + 2 * 76) / 9) * 1000)
  // The second experiment is shorter than it looked.
  estimate.ended(trial(1, 0), 18e9)
  expect(estimate.leftMs(none, 6000)).toBeCloseTo(((36 + 18) / 9) * 1000)
})

test('at the end nothing is left, and a trial that takes longer than all before is not counted twice', () => {
  const estimate = new Estimate({ plan: planOf(experiments), trials: trials.slice(0, 2) }, 0)
  estimate.ended(trial(0, 0), 18e9)
  expect(estimate.leftMs(new Map([['0-1', 40e9]]), 2000)).toBe(0)
})
