import { expect, test } from 'vitest'
import { callSite } from '../../src/words/callsite.ts'
import { compose } from '../../src/compose/index.ts'
import { BackhoeError } from '../../src/model/problem.ts'

/** The line and the column of the caller, as V8 sees it. */
const here = (): string => /callsite\.test\.ts:(\d+:\d+)/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1] ?? ''

test("the place is the line and column of the user's own call, below the working directory", () => {
  const sites = [callSite, here].map((call) => call())
  expect(sites[0]).toBe(`test/words/callsite.test.ts:${sites[1] ?? ''}`)
})

test('frames of Backhoe itself and of the language are passed over', () => {
  const sites = ['x'].flatMap(() => [callSite, here].map((call) => call()))
  expect(sites[0]).toBe(`test/words/callsite.test.ts:${sites[1] ?? ''}`)
  const net = compose('place')
  const at = here()
  try {
    net.node('a', { role: 'cook' as never }).port('eth0')
    net.build()
    expect.unreachable()
  } catch (error) {
    const problems = error instanceof BackhoeError ? error.problems : []
    const line = `test/words/callsite.test.ts:${String(Number.parseInt(at) + 2)}`
    expect(problems.map(({ code, where }) => [code, where])).toEqual([
      // At the key of what is wrong, and at the call that declared a port.
      ['bad-choice', `${line}:21`],
      ['port-without-cable', `${line}:46`],
    ])
  }
})
