import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom, seedFor } from '../../src/model/random.ts'

describe('chance from a seed', () => {
  it('is the same on every machine', () => {
    const random = seededRandom(42)
    expect([random(), random(), random()]).toEqual([0.12848330102860928, 0.03353364090435207, 0.07509804493747652])
  })

  it('lies in [0, 1) and differs between seeds and parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.string(), fc.string(), (seed, one, other) => {
        const value = seededRandom(seed)()
        expect(value >= 0 && value < 1).toBe(true)
        expect(seedFor(seed, one) === seedFor(seed, other)).toBe(one === other)
      }),
    )
  })
})
