import { expect, test } from 'vitest'
import { callSite } from '../../src/model/callsite.ts'
import { compose } from '../../src/model/compose/index.ts'
import { BackhoeError } from '../../src/model/problem.ts'

/** The line of the caller, as V8 sees it. */
const here = (): string => /callsite\.test\.ts:(\d+)/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1] ?? ''

test("the place is the line of the user's own call, below the working directory", () => {
  expect([callSite(), here()]).toEqual([`test/model/callsite.test.ts:${here()}`, here()])
})

test('frames of Backhoe itself and of the language are passed over', () => {
  expect(['x'].map(() => callSite())).toEqual([`test/model/callsite.test.ts:${here()}`])
  const net = compose('place')
  const at = here()
  try {
    net.node('a', { role: 'cook' as never }).port('eth0')
    net.build()
    expect.unreachable()
  } catch (error) {
    const problems = error instanceof BackhoeError ? error.problems : []
    const line = `test/model/callsite.test.ts:${String(Number(at) + 2)}`
    expect(problems.map(({ code, where }) => [code, where])).toEqual([
      ['bad-parameter', line],
      ['port-without-cable', line],
    ])
  }
})
