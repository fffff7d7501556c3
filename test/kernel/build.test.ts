import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { builtKernels } from '../../src/kernel/cache.ts'
import { seededRandom } from '../../src/model/random.ts'
import { backhoe, start } from '../cli/backhoe.ts'
import type { Ended } from '../cli/backhoe.ts'
import { processesWith, until } from './leftovers.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
const kernels = join(folder, 'cache/backhoe/kernels')
const env = { XDG_CACHE_HOME: join(folder, 'cache') }
const slow = join(folder, 'slow.tar.gz')

/** A source with this Makefile and, where asked, a file that takes a while to unpack: longer than any of the instants below. */
function tarball(path: string, makefile: string, padBytes = 0): void {
  const tree = join(folder, 'tree/linux')
  mkdirSync(tree, { recursive: true })
  writeFileSync(join(tree, 'Makefile'), makefile)
  writeFileSync(join(tree, 'pad'), '')
  truncateSync(join(tree, 'pad'), padBytes)
  execFileSync('tar', ['-C', join(folder, 'tree'), '-I', 'gzip -1', '-cf', path, 'linux'])
  rmSync(join(folder, 'tree'), { recursive: true })
}

beforeAll(() => {
  tarball(slow, 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\n', 4e8)
}, 60_000)
beforeEach(() => {
  rmSync(kernels, { recursive: true, force: true })
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const listed = (): string[] => readdirSync(kernels)

async function golden(name: string, { code, stderr }: Ended): Promise<void> {
  const text = `${stderr.replaceAll(folder, '/folder')}exit ${String(code)}\n`
  await expect(text).toMatchFileSnapshot(`../golden/errors/kernel-build-${name}.txt`)
}

test('a source that is none is refused, and nothing stays', async () => {
  const bad = join(folder, 'bad.tar.xz')
  writeFileSync(bad, 'no tarball\n')
  await golden('missing-source', await backhoe(['kernel', 'build', '--source', join(folder, 'gone.tar.xz')], { env }))
  await golden('bad-source', await backhoe(['kernel', 'build', '--source', bad], { env }))
  const old = join(folder, 'old.tar.gz')
  tarball(old, 'VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 1\n')
  await golden('other-linux', await backhoe(['kernel', 'build', '--source', old], { env }))
  const good = join(folder, 'good.tar.gz')
  tarball(good, 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\n')
  await golden('other-series', await backhoe(['kernel', 'build', '--series', '6.12', '--source', good], { env }))
  expect(listed()).toEqual([])
})

test('a tree that does not take the patch is no kernel, and the reason is shown', async () => {
  const empty = join(folder, 'empty.tar.gz')
  tarball(empty, 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\n')
  const { code, stderr } = await backhoe(['kernel', 'build', '--source', empty], { env })
  expect(code).toBe(70)
  expect(stderr).toContain('error[kernel-build-failed]: patch -p1')
  expect(listed()).toEqual([])
})

test('a cache that cannot be written or is too small is named', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  await golden(
    'cache-not-writable',
    await backhoe(['kernel', 'build', '--source', slow], { env: { XDG_CACHE_HOME: join(file, 'cache') } }),
  )
  const small = join(folder, 'small')
  mkdirSync(small)
  const script = 'mount -t tmpfs -o size=64m none "$1" && shift && exec "$@"'
  const under = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', small]
  await golden(
    'no-space',
    await backhoe(['kernel', 'build', '--source', slow], { env: { XDG_CACHE_HOME: small }, under }),
  )
})

test('without a network, every series that was tried is named, and what to do instead', async () => {
  // Nothing listens on the discard port of this machine.
  const { code, stderr } = await backhoe(['kernel', 'build'], {
    env: { ...env, http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' },
  })
  expect(code).toBe(69)
  for (const series of ['7.3', '6.12']) {
    expect(stderr).toContain(`error[source-not-had]: the source of Linux ${series} cannot be had`)
    expect(stderr).toContain(`next: backhoe kernel build --source linux-${series}.tar.xz`)
  }
  expect(listed()).toEqual([])
})

test('SIGINT ends a build with 130, and takes everything away', async () => {
  const build = start(['kernel', 'build', '--source', slow], { env })
  await build.said('unpacking')
  process.kill(build.pid, 'SIGINT')
  const { code, stderr } = await build.ended
  expect(code).toBe(130)
  expect(stderr).toContain('error[interrupted]')
  expect(processesWith(kernels)).toEqual([])
  expect(listed()).toEqual([])
})

const random = seededRandom(20_261_121)
const instants = Array.from({ length: 3 }, (_, index) => ({ index, afterMs: Math.round(random() * 400) }))

test.each(instants)(
  'SIGKILL of a build leaves nothing that runs or looks finished: instant $index, $afterMs ms',
  async ({ afterMs }) => {
    const build = start(['kernel', 'build', '--source', slow], { env })
    await build.said('unpacking')
    await sleep(afterMs)
    process.kill(build.pid, 'SIGKILL')
    await build.ended
    // Killing is at once; a machine that is busy lets the dead be seen a moment longer.
    expect(await until(() => processesWith(kernels).length === 0, 10_000)).toBe(true)
    expect(builtKernels(env)).toEqual([])
    expect(listed().every((name) => name.startsWith('.building-'))).toBe(true)

    // The next build sweeps it away, whatever becomes of itself.
    const bad = join(folder, 'bad-again.tar.xz')
    writeFileSync(bad, 'no tarball\n')
    await backhoe(['kernel', 'build', '--source', bad], { env })
    expect(listed()).toEqual([])
  },
)
