import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { renderProblems } from '../../../src/cli/output.ts'
import type { BackhoeError } from '../../../src/model/problem.ts'
import { inputsHash, recipeHash } from '../../../src/runtime/image/recipe.ts'
import { findImage, imagesFolder } from '../../../src/runtime/image/store.ts'
import { backhoe, start } from '../../cli/backhoe.ts'
import type { Ended } from '../../cli/backhoe.ts'
import { processesWith, until } from '../../kernel/leftovers.ts'

let folder = ''
let env: NodeJS.ProcessEnv = {}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
  // Nothing listens on the discard port of this machine.
  env = { XDG_CACHE_HOME: folder, http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' }
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Which archive apt asks is this machine's affair. */
async function golden(name: string, { code, stderr }: Ended): Promise<void> {
  const text = stderr.replaceAll(folder, '/folder').replaceAll(/https?:\/\/[^/ ]+/g, 'http://MIRROR')
  await expect(`${text}exit ${String(code)}\n`).toMatchFileSnapshot(`../../golden/errors/image-${name}.txt`)
}

test('an image that is not there is missed, and the error says how to get it', async () => {
  await golden('none', await backhoe(['image', 'status'], { env }))
  let problems: BackhoeError | undefined
  try {
    findImage('alpine:3', env)
  } catch (error) {
    problems = error as BackhoeError
  }
  const text = renderProblems(problems?.problems ?? [], { color: false, cwd: '/here' })
  await expect(text).toMatchFileSnapshot('../../golden/errors/image-not-ours.txt')
})

test('a cache that cannot be written or is too small is named', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  await golden(
    'cache-not-writable',
    await backhoe(['image', 'build'], { env: { XDG_CACHE_HOME: join(file, 'cache') } }),
  )
  const small = join(folder, 'small')
  mkdirSync(small)
  const script = 'mount -t tmpfs -o size=64m none "$1" && shift && exec "$@"'
  const under = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', small]
  await golden('no-space', await backhoe(['image', 'build'], { env: { XDG_CACHE_HOME: small }, under }))
})

test('without a network the first complaint is shown, and nothing stays', async () => {
  const { code, stderr } = await backhoe(['image', 'build'], { env })
  expect(code).toBe(69)
  expect(stderr).toContain('error[image-not-built]: mmdebstrap did not make the image:\n      | ')
  expect(readdirSync(imagesFolder(env))).toEqual([])
})

test('SIGKILL of a build leaves nothing that runs or looks finished', async () => {
  const build = start(['image', 'build'], { env })
  await build.said('fetching')
  process.kill(build.pid, 'SIGKILL')
  await build.ended
  // Killing is at once; a machine that is busy lets the dead be seen a moment longer.
  expect(await until(() => processesWith(folder).length === 0, 10_000)).toBe(true)
  expect(readdirSync(imagesFolder(env)).every((name) => name.startsWith('.building-'))).toBe(true)
  expect((await backhoe(['image', 'status'], { env })).code).toBe(69)
})

test('half a build is none, and one of an older recipe is not taken', () => {
  const image = (name: string, recipe: string, more: object = {}): void => {
    const home = join(imagesFolder(env), name)
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'node.tar'), '')
    const facts = {
      version: '1',
      recipe,
      inputs: name,
      packages: {},
      unpackedBytes: 0,
      tarSha256: '',
      builtAt: '2026-01-01',
    }
    writeFileSync(join(home, 'image.json'), JSON.stringify({ ...facts, ...more }))
  }
  image('older', 'another recipe')
  image('half', recipeHash(), { packages: undefined })
  expect(() => findImage('backhoe-node:1', env)).toThrow('not on this machine')
  image('first', recipeHash())
  image('second', recipeHash(), { builtAt: '2026-02-01' })
  expect(findImage('backhoe-node:1', env).image.inputs).toBe('second')
})

test('an image is named by its recipe and the versions of its packages', () => {
  expect(inputsHash('a', { frr: '1' })).not.toBe(inputsHash('a', { frr: '2' }))
  expect(inputsHash('a', { frr: '1' })).not.toBe(inputsHash('b', { frr: '1' }))
})
