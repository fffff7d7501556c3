import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DIMENSIONS, evenPoint } from '../../src/model/even.ts'
import { largestGap } from '../../src/model/gap.ts'

const points = (seed: number, count: number): readonly (readonly number[])[] =>
  Array.from({ length: count }, (_, index) => evenPoint(seed, index))

describe('even points', () => {
  it('leave no gap in any dimension that is twice as large as that of equal spacing, for any number of trials', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 300 }), (seed, count) => {
        const all = points(seed, count)
        for (let dimension = 0; dimension < DIMENSIONS; dimension++) {
          const gap = largestGap(all.map((point) => point[dimension] ?? 0))
          expect(gap * count).toBeLessThan(2)
        }
      }),
    )
  })

  it('put one of sixteen trials into each sixteenth of the square of two dimensions', () => {
    // A (0,2)-sequence in base 2 (Niederreiter 1992, 4.2), here without its shift: seen from its first point.
    const [first = [], ...others] = points(7, 16)
    const cells = [first, ...others].map((point) =>
      [0, 1]
        .map((dimension) => Math.floor((((point[dimension] ?? 0) - (first[dimension] ?? 0) + 1.001) % 1) * 4))
        .join(),
    )
    expect(new Set(cells).size).toBe(16)
  })

  it('reach every quarter of the square of every pair of dimensions in 32 trials', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const all = points(seed, 32)
        for (let one = 0; one < DIMENSIONS; one++) {
          for (let other = one + 1; other < DIMENSIONS; other++) {
            const quarters = all.map((point) => [one, other].map((at) => Math.floor((point[at] ?? 0) * 2)).join())
            expect(new Set(quarters).size).toBe(4)
          }
        }
      }),
    )
  })

  it('depend on the seed and the index, and on nothing else', () => {
    expect(evenPoint(1, 5)).toEqual(evenPoint(1, 5))
    expect(evenPoint(1, 5)).not.toEqual(evenPoint(2, 5))
    expect(evenPoint(1, 5)).not.toEqual(evenPoint(1, 6))
  })
})
