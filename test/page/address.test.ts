import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choiceIn, fragmentOf, type Choice } from '../../src/page/address.ts'

const count = fc.nat({ max: 10_000 })
const instant = fc.integer({ min: -3_600e9, max: 3_600e9 })
const choice: fc.Arbitrary<Choice> = fc.record({
  experiment: count,
  trial: count,
  beside: fc.option(count),
  atNs: instant,
  flow: fc.option(
    fc.record({ flow: fc.string(), direction: fc.constantFrom('forward' as const, 'backward' as const) }),
  ),
  zoom: fc.option(fc.record({ fromNs: instant, toNs: instant }).filter(({ fromNs, toNs }) => fromNs < toNs)),
})

test('an address says what was chosen, to the nanosecond', () => {
  fc.assert(
    fc.property(choice, (one) => {
      const { flow, ...said } = choiceIn(`#${fragmentOf(one)}`) ?? {}
      expect({ ...said, flow: flow ?? null }).toEqual(one)
    }),
  )
})

test('that of a section is none, and what is wrong in one is left out', () => {
  expect(choiceIn('#promises')).toBeNull()
  expect(choiceIn('')).toBeNull()
  expect(choiceIn('#experiment=1&trial=-2&at=soon&from=3ms&to=1ms&flow=web')).toEqual({
    experiment: 1,
    beside: null,
    zoom: null,
  })
})
