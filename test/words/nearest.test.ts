import { expect, test } from 'vitest'
import { remedyFor } from '../../src/words/nearest.ts'

const OPTIONS = ['host', 'lan', 'wan', 'bonding', 'preempt', 'lacpRate', 'gateway-pair', '2']

test.each([
  ['swapped letters', 'hots', 'host'],
  ['swapped letters of a short name', 'lna', 'lan'],
  ['another case', 'LACPRATE', 'lacpRate'],
  ['a letter that is missing', 'lacpRat', 'lacpRate'],
  ['a beginning', 'gateway', 'gateway-pair'],
  ['a third of its letters', 'boundign', 'bonding'],
])('the nearest name is suggested: %s', (_, written, meant) => {
  expect(remedyFor(written, OPTIONS)).toEqual({ allowed: OPTIONS.join(', '), next: `did you mean '${meant}'?` })
})

test.each(['toString', 'x', 'speed', '', 'constructor', '4'])(
  '%j is near to nothing, so that nothing is suggested',
  (written) => {
    expect(remedyFor(written, OPTIONS)).toEqual({ allowed: OPTIONS.join(', ') })
    expect(remedyFor(written, OPTIONS, { otherwise: 'backhoe --help' })).toMatchObject({ next: 'backhoe --help' })
  },
)

test('a name of a million letters costs nothing, and of a long list the first are named', () => {
  const many = Array.from({ length: 90 }, (_, index) => `node-of-the-campus-${String(index)}`)
  expect(remedyFor('x'.repeat(1e6), many)).toEqual({ allowed: `${many.slice(0, 10).join(', ')}, and 80 more` })
})
