import { expect, test } from 'vitest'
import { largestGap } from '../../src/model/gap.ts'
import { freshSeed, trialPhases, trialSeed } from '../../src/run/seed.ts'

test('a trial’s seed hangs on the run’s seed, the experiment and the index', () => {
  const seeds = [
    trialSeed(1, 'cut', 0),
    trialSeed(2, 'cut', 0),
    trialSeed(1, 'silent', 0),
    trialSeed(1, 'cut', 1),
    trialSeed(1, 'cut', null),
  ]
  expect(new Set(seeds).size).toBe(seeds.length)
  expect(trialSeed(1, 'cut', 0)).toBe(seeds[0])
})

test('seeds that people were given in old reports keep their meaning', () => {
  expect([trialSeed(1, 'cut', null), trialSeed(1, 'cut', 7)]).toMatchInlineSnapshot(`
    [
      1556808579,
      4135380283,
    ]
  `)
})

test('twenty trials leave no gap wider than a tenth of any timer’s period, whatever the seed', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const trials = Array.from({ length: 20 }, (_, index) => trialPhases(seed, 'cut', index))
    for (const dimension of trials[0]?.keys() ?? [])
      expect(largestGap(trials.map((phases) => phases[dimension] ?? 0))).toBeLessThan(0.1)
  }
})

test('a fresh seed can be typed', () => {
  expect(freshSeed()).toBeGreaterThan(0)
  expect(freshSeed()).toBeLessThan(2 ** 32)
})
