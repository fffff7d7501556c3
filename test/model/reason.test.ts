import { expect, test } from 'vitest'
import { joinedReasons, reason, reasonText, worded } from '../../src/model/reason.ts'

const monitor = reason('link-monitor', {
  source: 'bond_main.c',
})`${{ bond: 'bond0' }} looks every ${{ everyNs: 110e6 }}`

test('a reason is its rule and its values by name, and the sentence is made of them', () => {
  expect(monitor).toMatchObject({
    rule: 'link-monitor',
    values: { bond: 'bond0', everyNs: 110e6 },
    source: 'bond_main.c',
  })
  expect(reasonText(monitor)).toBe('bond0 looks every 110 ms')
  // As another program has it, after JSON.
  expect(reasonText(JSON.parse(JSON.stringify(monitor)) as typeof monitor)).toBe('bond0 looks every 110 ms')
})

test('a reason holds others, one or several', () => {
  const never = reason('never')`never: ${{ reasons: [monitor, worded('and no other leg')] }}`
  expect(reasonText(never)).toBe('never: bond0 looks every 110 ms; and no other leg')
  expect(reasonText(reason('later')`${{ monitor }}, ${{ looks: 2 }} more`)).toBe('bond0 looks every 110 ms, 2 more')
})

test('what is said twice is said once, and one alone is not several', () => {
  expect(joinedReasons([monitor, monitor])).toEqual(monitor)
  expect(reasonText(joinedReasons([worded('a'), worded('b'), worded('a')]))).toBe('a; b')
})
