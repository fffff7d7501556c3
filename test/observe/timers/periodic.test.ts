import { describe, expect, it } from 'vitest'
import { periodOf } from '../../../src/observe/timers/periodic.ts'

const S = 1e9

describe('what comes periodically', () => {
  it('has its mean interval for a period, and its last instant', () => {
    expect(periodOf([1e9, 2.002e9, 3.004e9], 3.5e9)).toEqual({ periodNs: 1.002e9, lastNs: 3.004e9 })
  })

  it('may have begun otherwise: LACP sends more often until it has settled', () => {
    expect(
      periodOf(
        [0.1, 0.2, 0.3, 1, 2.1, 3.2, 4.3, 5.4].map((at) => at * S),
        6 * S,
      )?.periodNs,
    ).toBe(1.1 * S)
  })

  it('takes three frames at least', () => {
    expect(periodOf([], 3 * S)).toBeNull()
    expect(periodOf([1 * S, 2 * S], 3 * S)).toBeNull()
  })

  it('is neither what comes as it likes nor what has ended', () => {
    expect(periodOf([1 * S, 2 * S, 3 * S, 4.2 * S], 5 * S)).toBeNull()
    expect(periodOf([1 * S, 2 * S, 3 * S], 4.6 * S)).toBeNull()
  })
})
