import { expect, test } from 'vitest'
import { atLeastProbability, refutes, shows, trialsNeeded } from '../../src/verdict/binomial.ts'

test('fifty-nine trials show a 95th percentile at 95 %, fifty-eight do not', () => {
  // 0.95^59 = 0.0485, 0.95^58 = 0.0510.
  expect(shows(59, 59, 0.95)).toBe(true)
  expect(shows(58, 58, 0.95)).toBe(false)
  expect(trialsNeeded(0, 0.95)).toBe(59)
})

test('five trials show a median', () => {
  // 0.5^5 = 0.031.
  expect(trialsNeeded(0, 0.5)).toBe(5)
})

test('one over the bound asks for more trials', () => {
  // The tables of nonparametric tolerance limits give 93 for one failure at 95/95.
  expect(trialsNeeded(1, 0.95)).toBe(93)
})

test('four of twenty over the bound refute a 95th percentile, three do not', () => {
  // P(X >= 4) with X ~ Binomial(20, 0.05) is 0.0159; P(X >= 3) is 0.0755.
  expect(refutes(4, 20, 0.95)).toBe(true)
  expect(refutes(3, 20, 0.95)).toBe(false)
})

test('large counts do not underflow', () => {
  expect(atLeastProbability(5000, 10_000, 0.5)).toBeCloseTo(0.504, 3)
  expect(atLeastProbability(0, 10, 0.5)).toBe(1)
})
