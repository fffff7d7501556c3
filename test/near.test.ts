import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { choose } from '../tools/near/choose.ts'
import { COMMAND } from '../tools/near/graph.ts'
import { SECONDS, secondsOf } from './seconds.ts'

const graph = new Map([
  ['test/theory/vrrp.test.ts', ['src/theory/theory.ts']],
  ['test/theory/bond.test.ts', ['src/theory/theory.ts']],
  ['test/plan/plan.test.ts', ['src/plan/plan.ts']],
  ['test/cli/main.test.ts', ['test/cli/backhoe.ts']],
  ['test/inject/proof.guest.test.ts', ['test/inject/proof.inside.ts']],
  ['test/proof/windows.guest.test.ts', ['test/cli/backhoe.ts']],
  ['test/inject/proof.inside.ts', ['src/plan/plan.ts']],
  ['test/cli/backhoe.ts', [COMMAND]],
  [COMMAND, ['src/plan/plan.ts']],
  ['src/plan/plan.ts', ['src/theory/theory.ts']],
  ['src/theory/theory.ts', ['src/theory/vrrp.ts', 'src/theory/bond.ts']],
])
const tests = [...graph.keys()].filter((name) => name.endsWith('.test.ts'))
const chosen = (changed: string, seconds: number, guests: number): string[] =>
  choose(tests, graph, new Set([changed]), () => 1, { seconds, guests }).run.map(({ test: name }) => name)

test('the test of the same name comes first, then the nearest; a guest is chosen by what runs inside it, not by the command', () => {
  expect(chosen('src/theory/vrrp.ts', 60, 3)).toEqual([
    'test/theory/vrrp.test.ts',
    'test/theory/bond.test.ts',
    'test/plan/plan.test.ts',
    'test/inject/proof.guest.test.ts',
    'test/cli/main.test.ts',
  ])
})

test('what does not fit is left out, and said to be; a test that has changed reaches itself', () => {
  expect(chosen('src/theory/vrrp.ts', 2, 3)).toEqual(['test/theory/vrrp.test.ts', 'test/theory/bond.test.ts'])
  expect(chosen('src/theory/vrrp.ts', 60, 0)).not.toContain('test/inject/proof.guest.test.ts')
  expect(chosen('test/plan/plan.test.ts', 60, 3)).toEqual(['test/plan/plan.test.ts'])
  const { left } = choose(tests, graph, new Set(['src/plan/plan.ts']), () => 1, { seconds: 1, guests: 0 })
  expect(left.map(({ test: name }) => name)).toEqual(['test/inject/proof.guest.test.ts', 'test/cli/main.test.ts'])
})

test('every file that is listed is there', () => {
  expect(Object.keys(SECONDS).filter((name) => !existsSync(join(import.meta.dirname, `${name}.test.ts`)))).toEqual([])
})

test('a file that is not listed takes what most of its kind take', () => {
  expect(['test/fuzz/fuzz.guest.test.ts', 'test/x.guest.test.ts', 'test/x.test.ts'].map(secondsOf)).toEqual([
    220, 10, 0.5,
  ])
})
