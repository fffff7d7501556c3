import { expect, test } from 'vitest'
import { freshSeed, trialPhase, trialSeed } from '../../src/run/seed.ts'

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

test('twenty phases leave no gap wider than a tenth of the period', () => {
  // Three-gap theorem: from 13 points on, no gap of the golden-ratio sequence is wider than φ⁻⁵ ≈ 0.0902.
  for (const seed of [1, 2, 3, 4, 5]) {
    const phases = Array.from({ length: 20 }, (_, index) => trialPhase(seed, 'cut', index)).sort((a, b) => a - b)
    const gaps = phases.map((phase, index) => (phases[index + 1] ?? (phases[0] ?? 0) + 1) - phase)
    expect(Math.max(...gaps)).toBeLessThan(0.1)
  }
})

test('a fresh seed can be typed', () => {
  expect(freshSeed()).toBeGreaterThan(0)
  expect(freshSeed()).toBeLessThan(2 ** 32)
})
