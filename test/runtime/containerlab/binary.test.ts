import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { renderProblems } from '../../../src/cli/output.ts'
import { BackhoeError } from '../../../src/model/problem.ts'
import { findContainerlab } from '../../../src/runtime/containerlab/binary.ts'
import { findDocker } from '../../../src/runtime/containerlab/docker.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** A program that says a version as containerlab does. */
function program(path: string, says: string): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n[ "$1 $2" = 'version --short' ] && echo ${says}\n`)
  chmodSync(file, 0o755)
  return file
}

const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: join(folder, 'bin'),
  XDG_CACHE_HOME: folder,
  ...more,
})
const cached = (version: string): string => program(`backhoe/containerlab/${version}/containerlab`, version)

test('the one that is named comes before the one on PATH, and that before the cache’s', () => {
  const newest = cached('0.100.1')
  cached('0.79.0')
  expect(findContainerlab(env())).toEqual({ path: newest, version: '0.100.1', from: 'cache' })
  const installed = program('bin/containerlab', '0.78.0')
  expect(findContainerlab(env())).toEqual({ path: installed, version: '0.78.0', from: 'PATH' })
  const named = program('mine', '1.0.0')
  expect(findContainerlab(env({ BACKHOE_CONTAINERLAB: named }))).toEqual({
    path: named,
    version: '1.0.0',
    from: 'BACKHOE_CONTAINERLAB',
  })
})

test('one on PATH that is too old gives way to the cache’s', () => {
  program('bin/containerlab', '0.77.9')
  const path = cached('0.79.0')
  expect(findContainerlab(env())).toEqual({ path, version: '0.79.0', from: 'cache' })
})

test('an interrupted build is none', () => {
  program('backhoe/containerlab/.building-1/containerlab', '0.79.0')
  cached('0.70.0')
  expect(() => findContainerlab(env())).toThrow('there is no containerlab')
})

test('a build that does not know its release is asked for its module', () => {
  const path = program('mine', '0.0.0')
  writeFileSync(path, '# mod\tgithub.com/srl-labs/containerlab\tv0.79.0\th1:x\n', { flag: 'a' })
  expect(findContainerlab(env({ BACKHOE_CONTAINERLAB: path })).version).toBe('0.79.0')
})

test.each<[string, () => unknown]>([
  ['none', () => findContainerlab(env())],
  ['named-missing', () => findContainerlab(env({ BACKHOE_CONTAINERLAB: join(folder, 'gone') }))],
  ['too-old', () => (program('bin/containerlab', '0.75.0'), findContainerlab(env()))],
  ['no-release', () => findContainerlab(env({ BACKHOE_CONTAINERLAB: program('mine', '0.0.0') }))],
  ['says-nothing', () => findContainerlab(env({ BACKHOE_CONTAINERLAB: '/bin/false' }))],
])('one that cannot be had: %s', async (name, find) => {
  await golden(name, find)
})

test('Docker’s programs are found, or named', () => {
  for (const name of ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc']) program(`bin/${name}`, '')
  expect(Object.values(findDocker(env()))).toEqual(
    ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'].map((name) => join(folder, 'bin', name)),
  )
})

async function golden(name: string, find: () => unknown): Promise<void> {
  const error = thrown(find)
  const text = renderProblems(error.problems, { color: false, cwd: '/here' }).replaceAll(folder, '/folder')
  await expect(`${text}exit ${String(error.exitCode)}\n`).toMatchFileSnapshot(
    `../../golden/errors/containerlab-${name}.txt`,
  )
}

function thrown(body: () => unknown): BackhoeError {
  try {
    body()
  } catch (error) {
    if (error instanceof BackhoeError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
