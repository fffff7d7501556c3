import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findAdded, normalReference } from '../../../src/runtime/image/added.ts'
import { imagesFolder } from '../../../src/runtime/image/store.ts'
import { backhoe } from '../../cli/backhoe.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
const env = { XDG_CACHE_HOME: join(folder, 'cache') }

/** An archive of these files. */
function tarOf(name: string, files: Readonly<Record<string, string>>): string {
  const from = join(folder, name)
  mkdirSync(from)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(from, path, '..'), { recursive: true })
    writeFileSync(join(from, path), text)
  }
  execFileSync('tar', ['-C', from, '-cf', `${from}.tar`, '.'])
  return `${from}.tar`
}

const saved = tarOf('saved', { 'manifest.json': JSON.stringify([{ RepoTags: ['alpine:3'], Layers: [] }]) })
const exported = tarOf('exported', { 'bin/sh': '', 'etc/hostname': 'x' })

test.each([
  ['alpine:3', saved, 'layers'],
  ['registry.example:5000/my/host', exported, 'root'],
] as const)('%s is kept for guests, and found by its name', async (reference, tar, holds) => {
  const { code, stderr } = await backhoe(['image', 'add', reference, tar], { env })
  expect(code, stderr).toBe(0)
  const found = findAdded(reference, env)
  expect(found).toMatchObject({ holds, tarSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
  expect(readFileSync(found?.path ?? '')).toEqual(readFileSync(tar))
})

test('one of the same name gives way, and nothing half is left', async () => {
  await backhoe(['image', 'add', 'my-host:1', exported], { env })
  const { code } = await backhoe(['image', 'add', 'my-host:1', exported], { env })
  expect(code).toBe(0)
  expect(readdirSync(imagesFolder(env))).toEqual(['added'])
})

test.each(['{"refer', '{}', 'null'])(
  'an image whose record is %s is not there, and can be added again',
  async (record) => {
    const add = ['image', 'add', 'torn:1', exported]
    await backhoe(add, { env })
    writeFileSync(join(dirname(findAdded('torn:1', env)?.path ?? ''), 'added.json'), record)
    expect(findAdded('torn:1', env)).toBeNull()
    const { code } = await backhoe(add, { env })
    expect(code).toBe(0)
    expect(findAdded('torn:1', env)).toMatchObject({ holds: 'root' })
  },
)

test.each([
  ['docker.io/library/alpine', 'alpine:latest'],
  ['localhost:5000/frr', 'localhost:5000/frr:latest'],
  ['ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
])('%s is %s', (reference, normal) => {
  expect(normalReference(reference)).toBe(normal)
})

const empty = tarOf('empty', { 'some/file': '' })
const noise = join(folder, 'noise.tar')
writeFileSync(noise, 'this is no archive, whatever its name says')

test.each([
  ['bad-reference', '$(reboot)', saved],
  ['another', 'frr:9', saved],
  ['neither', 'frr:9', empty],
  ['no-archive', 'frr:9', noise],
  ['no-file', 'frr:9', join(folder, 'nothing.tar')],
])('%s is refused', async (name, reference, tar) => {
  const { code, stderr } = await backhoe(['image', 'add', reference, tar], { env })
  const text = stderr.replaceAll(folder, '/folder')
  await expect(`${text}exit ${String(code)}\n`).toMatchFileSnapshot(`../../golden/errors/image-add-${name}.txt`)
})
