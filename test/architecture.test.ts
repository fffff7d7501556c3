/*
 * The room of tests: it mirrors `src/`, and goes through the front door with real kernels and daemons.
 * It owns the proof of every promise, the golden files (`golden/`), the fuzzer of the theory (`fuzz/`) and the second opinion (`opinion/`).
 * It never mocks a part of Backhoe. `*.test.ts` are unit tests of pure functions, `*.guest.test.ts` start guests, `*.inside.ts` run in one.
 * Begin here: this file holds the code to the table of docs/architecture.md. `theory/theory.test.ts` computes windows of a lab,
 * `run/run.guest.test.ts` runs one, `guest/inside.ts` runs a test inside a guest.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const files = ['src', 'topologies', 'chaos', 'labs', 'schema']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .filter((file) => /\.(ts|json)$/.test(file))

interface Rule {
  readonly from: { readonly path?: string }
  readonly to: { readonly pathNot?: readonly string[] }
  readonly name: string
}

const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: readonly Rule[] }
const rules = forbidden.filter(({ name }) => name.startsWith('room '))

/** Rows of the table of rooms: a folder, and the cell that says what it may import. */
const rows = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    const folder = /^`([a-z/]+\/)`$/.exec(cells[1] ?? '')?.[1]
    return cells.length === 5 && folder !== undefined ? [{ folder, cell: cells[3] ?? '' }] : []
  })

const ruleOf = (folder: string): Rule | undefined =>
  rules.find(({ from }) => new RegExp(from.path ?? '').test(`${folder}x.ts`))

/** Files that the rules let a room import, beside its own. */
const byRule = (folder: string): string[] => {
  const allowed = (ruleOf(folder)?.to.pathNot ?? ['']).map((pattern) => new RegExp(pattern))
  return files.filter((file) => !file.startsWith(folder) && allowed.some((pattern) => pattern.test(file)))
}

/** The same by the table. */
const byTable = ({ folder, cell }: (typeof rows)[number]): string[] => {
  const { isAllBut, paths } = said(cell)
  const isNamed = (file: string): boolean => paths.some((path) => file.startsWith(path))
  const isAllowed = (file: string): boolean => (isAllBut ? file.startsWith('src/') && !isNamed(file) : isNamed(file))
  return files.filter((file) => !file.startsWith(folder) && isAllowed(file))
}

/** The paths that a cell names; `isAllBut`: all of `src/` but those. */
function said(cell: string): { readonly isAllBut: boolean; readonly paths: readonly string[] } {
  const ALL_BUT = 'all of `src/` but '
  const isAllBut = cell.startsWith(ALL_BUT)
  const items = (isAllBut ? cell.slice(ALL_BUT.length) : cell).split(/, (?![^(]*\))/)
  return { isAllBut, paths: ['–', 'all'].includes(cell) ? [] : items.flatMap(pathsOf) }
}

/** Of `model`, of `model (time, topology)` and of a path in backticks. */
function pathsOf(item: string): readonly string[] {
  const path = /^`(.+)`$/.exec(item)?.[1]
  if (path !== undefined) return [path]
  const [, room, some] = /^([a-z]+)(?: \((.+)\))?$/.exec(item) ?? []
  if (room === undefined) throw new Error(`the table of rooms says “${item}”: a room, a room (file, file) or a path`)
  return some === undefined ? [`src/${room}/`] : some.split(', ').map((file) => `src/${room}/${file}.ts`)
}

test.each(rows)('$folder may import by the rules what the table of rooms says: $cell', (row) => {
  if (ruleOf(row.folder) === undefined) expect(row.cell).toBe('all')
  else expect(byTable(row)).toEqual(byRule(row.folder))
})

test('every path that the table names is there', () => {
  const named = rows.flatMap(({ cell }) => said(cell).paths)
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter((path) => !files.some((file) => file.startsWith(path)))).toEqual([])
})

test('every room has a row and every rule of a room is one of them', () => {
  const folders = new Set(files.flatMap((file) => /^(?:src\/[^/]+|topologies|chaos|labs)\//.exec(file) ?? []))
  expect(rows.map(({ folder }) => folder).sort()).toEqual([...folders, 'test/'].sort())
  expect(rules.filter((rule) => !rows.some(({ folder }) => ruleOf(folder) === rule))).toEqual([])
})

// The name of a room says little. The header of its main file says what the room owns, what it never does, and where to begin.
test.each(rows)('$folder has one main file, which begins with the header of the room', ({ folder }) => {
  const inside = folder === 'test/' ? ['test/architecture.test.ts'] : files.filter((file) => file.startsWith(folder))
  const headers = inside.map((file) => /^\/\*\n(?: \*.*\n)+/.exec(readFileSync(join(root, file), 'utf8'))?.[0] ?? '')
  const [header = '', ...others] = headers.filter((text) => text.includes(' * Begin here: '))
  expect(others).toEqual([])
  expect(header).toMatch(/It owns .*It never .*Begin here: /s)
  expect(header.split('\n').length).toBeLessThan(16)
})

test('what injects, what observes and what judges do not reach each other, and nothing reaches the agent', () => {
  const apart = ['src/inject/', 'src/observe/', 'src/measure/', 'src/verdict/']
  for (const folder of [...apart, 'src/linux/', 'src/lease/', 'src/run/'])
    expect(byRule(folder).filter((file) => file.startsWith('src/agent/'))).toEqual([])
  for (const folder of ['src/inject/', 'src/observe/'])
    expect(byRule(folder).filter((file) => apart.some((other) => file.startsWith(other)))).toEqual([])
  for (const folder of ['src/measure/', 'src/verdict/'])
    expect(byRule(folder).filter((file) => /^src\/(inject|observe)\//.test(file))).toEqual([])
})
