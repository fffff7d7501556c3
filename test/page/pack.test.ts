import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack, type Packed } from '../../src/page/pack.ts'

const throughJson = (packed: Packed): Packed => JSON.parse(JSON.stringify(packed)) as Packed

test('what was packed comes back, through JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // JSON itself has no −0.
      const plain: unknown = JSON.parse(JSON.stringify(value))
      expect(unpack(throughJson(pack(value)))).toEqual(plain)
    }),
    { numRuns: 40 },
  )
})

test('keys without a value are left out, as in JSON', () => {
  expect(unpack(throughJson(pack({ a: undefined, b: [1, 'x'] })))).toEqual({ b: [1, 'x'] })
})

test('what occurs twice is stored once', () => {
  const one = { node: 'r1', changes: [{ atNs: 12_345_678_901, to: 'MASTER' }] }
  const many = Array.from({ length: 100 }, () => structuredClone(one))
  expect(JSON.stringify(pack(many)).length).toBeLessThan(JSON.stringify(many).length / 10)
  const [first, second] = unpack(pack(many)) as unknown[]
  expect(first).toBe(second)
})
