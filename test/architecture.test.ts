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
const facetRules = forbidden.filter(({ name }) => name.startsWith('facet '))

/** Of the tables of docs/architecture.md: what stands in backticks in the first cell, and the cell that says what it may import. */
const cells = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, first = '', , cell = '', ...more] = line.split('|').map((text) => text.trim())
    const name = /^`([a-z/]+)`$/.exec(first)?.[1]
    return more.length === 1 && name !== undefined ? [{ name, cell }] : []
  })

/** Rows of the table of rooms. */
const rows = cells.flatMap(({ name, cell }) => (name.endsWith('/') ? [{ folder: name, cell }] : []))
/** Rows of the table of facets. */
const facets = cells.flatMap(({ name, cell }) => (name.endsWith('/') ? [] : [{ facet: name, cell }]))

const MECHANISMS = 'src/mechanisms/'

const ruleOf = (folder: string): Rule | undefined =>
  rules.find(({ from }) => new RegExp(from.path ?? '').test(`${folder}x.ts`))

const allowedBy = (rule: Rule | undefined): string[] => {
  const allowed = (rule?.to.pathNot ?? ['']).map((pattern) => new RegExp(pattern))
  return files.filter((file) => allowed.some((pattern) => pattern.test(file)))
}

/** Files that the rules let a room import, beside its own. */
const byRule = (folder: string): string[] => allowedBy(ruleOf(folder)).filter((file) => !file.startsWith(folder))

/** The same by the table. */
const byTable = ({ folder, cell }: (typeof rows)[number]): string[] =>
  files.filter((file) => !file.startsWith(folder) && isAllowed(cell, file))

function isAllowed(cell: string, file: string): boolean {
  const { isAllBut, paths } = said(cell)
  const isNamed = paths.some((path) => path.test(file))
  return isAllBut ? file.startsWith('src/') && !isNamed : isNamed
}

/** The paths that a cell names; `isAllBut`: all of `src/` but those. */
function said(cell: string): { readonly isAllBut: boolean; readonly paths: readonly RegExp[] } {
  const ALL_BUT = 'all of `src/` but '
  const isAllBut = cell.startsWith(ALL_BUT)
  const items = (isAllBut ? cell.slice(ALL_BUT.length) : cell).split(/, (?![^(]*\))/)
  return { isAllBut, paths: ['–', 'all', 'by facet'].includes(cell) ? [] : items.flatMap(pathsOf) }
}

/** Without its comments. */
const codeOf = (file: string): string =>
  readFileSync(join(root, file), 'utf8')
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/^ *\/\/.*$/gm, '')

/** Of `model`, of `model (time, topology)`, of `mechanisms (data)`, whose facets are files of each mechanism, and of a path in backticks. */
function pathsOf(item: string): readonly RegExp[] {
  const path = /^`(.+)`$/.exec(item)?.[1]
  if (path !== undefined) return [beginning(path)]
  const [, room, some] = /^([a-z]+)(?: \((.+)\))?$/.exec(item) ?? []
  if (room === undefined) throw new Error(`a table says “${item}”: a room, a room (file, file) or a path`)
  if (some === undefined) return [beginning(`src/${room}/`)]
  return some
    .split(', ')
    .map((file) => (`src/${room}/` === MECHANISMS ? facetFiles(file) : beginning(`src/${room}/${file}.ts`)))
}

const beginning = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.')}`)
const facetFiles = (facet: string): RegExp => new RegExp(`^${MECHANISMS}[^/]+/${facet}[.-]`)

test.each(rows)('$folder may import by the rules what the table of rooms says: $cell', (row) => {
  if (row.folder === MECHANISMS) expect([row.cell, ruleOf(row.folder)]).toEqual(['by facet', undefined])
  else if (ruleOf(row.folder) === undefined) expect(row.cell).toBe('all')
  else expect(byTable(row)).toEqual(byRule(row.folder))
})

test.each(facets)(
  'the facet $facet may import by the rules what the table of facets says: $cell',
  ({ facet, cell }) => {
    const rule = facetRules.find(({ name }) => name === `facet ${facet}`)
    const isOwn = (file: string): boolean => [facet, 'data'].some((one) => facetFiles(one).test(file))
    expect(files.filter((file) => isAllowed(cell, file) || isOwn(file))).toEqual(allowedBy(rule))
  },
)

test('every facet has a row and a file, and every file of a mechanism belongs to one', () => {
  expect(facets.map(({ facet }) => `facet ${facet}`)).toEqual(facetRules.map(({ name }) => name))
  const inside = files.filter((file) => file.startsWith(MECHANISMS))
  const missing = facets.filter(({ facet }) => !inside.some((file) => facetFiles(facet).test(file)))
  const strange = inside.filter((file) => !facets.some(({ facet }) => facetFiles(facet).test(file)))
  expect([missing, strange]).toEqual([[], []])
})

test('every path that the tables name is there', () => {
  const named = [...rows, ...facets].flatMap(({ cell }) => said(cell).paths)
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter((path) => !files.some((file) => path.test(file)))).toEqual([])
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

test('the command runs, plans and reports by what programs have too', () => {
  const values = ['run', 'plan', 'report'].flatMap((verb) => [
    ...codeOf(`src/cli/${verb}.ts`).matchAll(/^import \{.*\} from '\.\.\/((?:run|lab|plan|measure|verdict)\/.*)'/gm),
  ])
  expect(new Set(values.map(([, path]) => path))).toEqual(new Set(['run/api.ts']))
})

test('a mechanism is asked by its list, and no room but these few imports one by its name', () => {
  const asking = files.filter((file) => /mechanisms\/(?!all\/|contract\/)/.test(codeOf(file)))
  expect(asking.filter((file) => !file.startsWith(MECHANISMS)).sort()).toEqual([
    // It starts link monitors anew.
    'src/agent/phase.ts',
    // What rtnetlink reports of links and routes.
    // Carrier of cables, and routes.
    'src/plan/gate.ts',
    'src/plan/settle.ts',
    // Flows with too few streams for a LAG.
    'src/plan/warnings.ts',
    'src/plan/wiring.ts',
    // Conditions of selectors.
    'topologies/dual-homed-active-backup.ts',
    'topologies/n-plus-one.ts',
    'topologies/parts/active-leg.ts',
    'topologies/parts/gateway-side.ts',
    'topologies/parts/tree-uplink.ts',
    'topologies/service-pair.ts',
  ])
})

test('the core of theory names no mechanism', () => {
  const named = /keepalived|vrrp|mlag|lacpdu|miimon|ecmp|ospf|bgp|bfd/i
  expect(files.filter((file) => file.startsWith('src/theory/') && named.test(codeOf(file)))).toEqual([])
})

/** `src/model/`, `topologies/`. */
const roomOf = (file: string): string => /^(?:src\/)?[^/]+\//.exec(file)?.[0] ?? file

test('no type of one room has the name of a type of another', () => {
  const named = files.flatMap((file) =>
    [...codeOf(file).matchAll(/^export (?:abstract )?(?:interface|type|class|enum) (\w+)/gm)].map(
      ([, name = '']) => [name, roomOf(file)] as const,
    ),
  )
  const rooms = new Map<string, Set<string>>()
  for (const [name, room] of named) rooms.set(name, new Set([...(rooms.get(name) ?? []), room]))
  expect(rooms.size).toBeGreaterThan(500)
  const homonyms = [...rooms].filter(([, of]) => of.size > 1)
  expect(homonyms.map(([name, of]) => `${name}: ${[...of].join(' ')}`)).toEqual([])
})

test('no word of our own invention stands where the field or the language has one', () => {
  // AbortSignal, random choices, spin interrupts, re-create and remove, supervisor, not started.
  const invented = /\b(?:[Dd]oom|luck|[Ww]atchm[ae]n|[Uu]nborn|Strikes|mend(?:s|ed)?|tears|tearing)\b|'strikes'/
  const texts = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)
  expect(texts.filter(([, text]) => invented.test(text)).map(([file]) => file)).toEqual([])
})
