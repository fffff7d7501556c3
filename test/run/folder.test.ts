import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BackhoeError } from '../../src/model/problem.ts'
import { checkRoom, RunFolder } from '../../src/run/folder.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true })
})

const noon = new Date('2026-11-21T12:00:00.123Z')

test('a run has a folder of its own, even in the same second', () => {
  const first = RunFolder.create(dir, 'pair', noon)
  const second = RunFolder.create(dir, 'pair', noon)
  expect(first.path).toBe(join(dir, 'pair/2026-11-21T12-00-00Z'))
  expect(second.path).toBe(join(dir, 'pair/2026-11-21T12-00-00Z-2'))
})

test('a folder has no name that a store of build artifacts refuses', () => {
  const { path } = RunFolder.create(dir, 'rack 3: "a" <b>?*|\\', noon)
  expect(path).toBe(join(dir, 'rack 3_ _a_ _b_____/2026-11-21T12-00-00Z'))
})

test('latest follows the last run', () => {
  for (const lab of ['pair', 'lag']) {
    const folder = RunFolder.create(dir, lab, noon)
    folder.write('nodes/r1/keepalived.conf', 'x\n')
    folder.markLatest()
  }
  expect(readlinkSync(join(dir, 'latest'))).toBe('lag/2026-11-21T12-00-00Z')
  expect(readFileSync(join(dir, 'latest/nodes/r1/keepalived.conf'), 'utf8')).toBe('x\n')
})

test('a file in the way', () => {
  writeFileSync(join(dir, 'runs'), '')
  expect(problemOf(() => RunFolder.create(join(dir, 'runs'), 'pair', noon))).toMatchObject({
    code: 'output-not-writable',
    what: 'the run’s files cannot be written: a file is where a folder should be',
    where: join(dir, 'runs'),
  })
})

test('a file system that nobody may write to', () => {
  expect(problemOf(() => RunFolder.create('/proc/runs', 'pair', noon))).toMatchObject({
    code: 'output-not-writable',
    where: '/proc/runs',
  })
})

test('no room', () => {
  expect(
    problemOf(() => {
      checkRoom(dir, 2 ** 60)
    }),
  ).toMatchObject({ code: 'disk-full', where: dir })
})

function problemOf(body: () => unknown): unknown {
  try {
    body()
  } catch (error) {
    if (error instanceof BackhoeError) return error.problems[0]
    throw error
  }
  return null
}

test('a folder of trials that left nothing goes with them', () => {
  const folder = RunFolder.create(dir, 'pair', noon)
  folder.makeFolder('trials')
  folder.dropIfEmpty('trials')
  expect(existsSync(join(folder.path, 'trials'))).toBe(false)
  folder.write('trials/0-1/console.txt', 'x\n')
  folder.dropIfEmpty('trials')
  expect(existsSync(join(folder.path, 'trials/0-1/console.txt'))).toBe(true)
})
