import { describe, expect, it } from 'vitest'
import { findLab, labName } from '../../src/lab/find.ts'
import { BackhoeError } from '../../src/model/problem.ts'

const problem = (said: string): unknown => {
  try {
    return findLab(said)
  } catch (error) {
    return error instanceof BackhoeError ? error.problems[0] : error
  }
}

describe('a lab on the command line', () => {
  it.each(['gateway-pair', 'labs/gateway-pair', 'labs/gateway-pair.lab.ts', `${process.cwd()}/gateway-pair`])(
    'may be written %s',
    (said) => {
      expect(findLab(said)).toBe(`${process.cwd()}/labs/gateway-pair.lab.ts`)
    },
  )

  it('is looked for among its neighbours', () => {
    expect(problem('gateway-pear')).toMatchObject({
      code: 'no-such-lab',
      next: "did you mean 'labs/gateway-pair.lab.ts'?",
    })
    expect(problem('gateway')).toMatchObject({ next: "did you mean 'labs/gateway-pair.lab.ts'?" })
    expect(problem('labs')).toMatchObject({ code: 'no-such-lab' })
    expect(problem('/nowhere/at/all.lab.ts')).toMatchObject({
      allowed: 'a file that ends in .lab.ts, or the name of one in labs/',
    })
  })

  it('has the name of its file', () => {
    expect(['labs/a.lab.ts', '/x/b.ts', 'c.lab.mts', 'd'].map(labName)).toEqual(['a', 'b', 'c', 'd'])
  })
})
