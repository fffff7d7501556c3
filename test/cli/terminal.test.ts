import { expect, test } from 'vitest'
import { terminalStyle } from '../../src/cli/terminal.ts'

const stream = (isTTY: boolean): NodeJS.WriteStream =>
  Object.assign(Object.create(process.stdout) as NodeJS.WriteStream, { isTTY, columns: 120 })

test.each([
  ['a terminal', true, {}, { color: true, live: true }],
  ['a terminal without colours', true, { NO_COLOR: '1' }, { color: false, live: true }],
  ['an empty NO_COLOR says nothing', true, { NO_COLOR: '' }, { color: true, live: true }],
  ['a terminal of a CI', true, { CI: 'true' }, { color: false, live: false }],
  ['a dumb terminal', true, { TERM: 'dumb' }, { color: false, live: false }],
  ['a pipe', false, {}, { color: false, live: false }],
])('%s', (_, isTTY, env, expected) => {
  expect(terminalStyle(stream(isTTY), env)).toMatchObject(expected)
})

test('a terminal without a size has no lines that are rewritten', () => {
  const unsized = Object.assign(stream(true), { columns: 0 })
  expect(terminalStyle(unsized, {})).toMatchObject({ live: false, color: false, width: 80 })
})

test.each([
  ['a terminal', true, {}, 120],
  ['a pipe', false, {}, 100],
  ['a pipe below a shell that exports COLUMNS', false, { COLUMNS: '72' }, 72],
  ['COLUMNS that is no number', false, { COLUMNS: 'wide' }, 100],
])('the width of %s', (_, isTTY, env, expected) => {
  expect(terminalStyle(stream(isTTY), env).width).toBe(expected)
})
