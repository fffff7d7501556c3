import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  existsSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NODE_IMAGE } from '../../src/model/node-image.ts'
import { summarySchema } from '../../src/report/schema.ts'
import { findImage } from '../../src/runtime/image/store.ts'
import { backhoe, ROOT } from '../cli/backhoe.ts'
import { needsContainerlab } from '../containerlab.ts'
import { mediaMounts, processesWith } from '../kernel/leftovers.ts'
import { kernelOf } from '../kernel/workbench.ts'
import { Scratch } from './scratch.ts'

const NOBODY = 65534
const isRoot = process.getuid?.() === 0
/** Without a single capability; where the tests run as an ordinary user already, as that one. */
const under = isRoot
  ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs', '--bounding-set=-all']
  : []

let scratch: Scratch
let clone: string
let home: string
beforeAll(() => {
  scratch = new Scratch()
  chmodSync(scratch.path, 0o755)
  clone = join(scratch.path, 'clone')
  home = join(scratch.path, 'home')
  mkdirSync(clone)
  mkdirSync(home)
  if (isRoot) chownSync(home, NOBODY, NOBODY)
  for (const name of ['bin', 'dist', 'labs', 'test/conformance/labs', 'package.json'])
    cpSync(join(ROOT, name), join(clone, name), { recursive: true })
  for (const name of packagesAtRunTime()) cpSync(join(ROOT, name), join(clone, name), { recursive: true })
  copyFileSync(kernelOf('virtual').path, join(scratch.path, 'linux'))
  chmodSync(join(scratch.path, 'linux'), 0o755)
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

/** What `npm ci --omit=dev` would install. */
function packagesAtRunTime(): string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true }>>
  }
  return Object.entries(lock.packages).flatMap(([path, { dev, optional }]) =>
    // What lies inside another package comes with it; what is for other machines is not here.
    path.lastIndexOf('node_modules/') !== 0 || dev === true || (optional === true && !existsSync(join(ROOT, path)))
      ? []
      : [path],
  )
}

test.each(['virtual', 'uml', 'host'] as const)('an ordinary user runs a lab with daemons on %s', async (kernel) => {
  const out = join(home, kernel)
  const lab = 'test/conformance/labs/gateway.lab.ts'
  const args = ['run', lab, '--kernel', kernel, '--only', 'active lan', '--trial', '0', '--seed', '7', '--out', out]
  const env = {
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    TMPDIR: home,
    BACKHOE_KERNEL: kernel === 'virtual' ? join(scratch.path, 'linux') : '',
  }
  const { code, stderr } = await backhoe(args, { root: clone, env, under })
  expect([0, 2], stderr).toContain(code)
  const summary = summarySchema.parse(JSON.parse(readFileSync(join(out, 'latest/summary.json'), 'utf8')))
  const [trial] = summary.experiments[0]?.trials ?? []
  expect(trial).toMatchObject({ doubts: [], fault: { proof: { live: true, removed: true } } })
  if (isRoot) expect(ownersBelow(home)).toEqual([NOBODY])
  expect(processesWith(`${scratch.path}/`)).toEqual([])
  expect(mediaMounts()).toEqual([])
})

const CONTAINER_KERNELS = process.env['PROVE'] === '1' ? (['virtual', 'uml'] as const) : (['virtual'] as const)

test.for(CONTAINER_KERNELS)(
  'an ordinary user runs a lab of containers on %s, with no Docker daemon on the machine',
  async (kernel, context) => {
    const { path } = needsContainerlab(context)
    const out = join(home, `containers-${kernel}`)
    const cache = join(home, 'cache')
    const images = dirname(dirname(findImage(NODE_IMAGE.reference).path))
    cpSync(images, join(cache, 'backhoe/images'), { recursive: true, filter: (from) => !from.includes('.building-') })
    copyFileSync(path, join(scratch.path, 'containerlab'))
    chmodSync(join(scratch.path, 'containerlab'), 0o755)
    if (isRoot) execFileSync('chown', ['-R', `${String(NOBODY)}:${String(NOBODY)}`, cache])
    const args = ['run', 'test/conformance/labs/cable.lab.ts', '--runtime', 'containerlab', '--kernel', kernel]
    const env = {
      HOME: home,
      XDG_CACHE_HOME: cache,
      TMPDIR: home,
      BACKHOE_KERNEL: kernel === 'virtual' ? join(scratch.path, 'linux') : '',
      BACKHOE_CONTAINERLAB: join(scratch.path, 'containerlab'),
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
    }
    const options = { root: clone, env, under }
    const { code, stderr } = await backhoe(
      [...args, '--only', 'cable: silent from the near', '--trial', '0', '--out', out],
      options,
    )
    expect([0, 2], stderr).toContain(code)
    const summary = summarySchema.parse(JSON.parse(readFileSync(join(out, 'latest/summary.json'), 'utf8')))
    const [trial] = summary.experiments[0]?.trials ?? []
    expect(trial).toMatchObject({ doubts: [], fault: { proof: { live: true, removed: true } } })
    expect(processesWith(`${scratch.path}/`)).toEqual([])
    expect(mediaMounts()).toEqual([])
  },
)

const ownersBelow = (folder: string): number[] => [
  ...new Set(
    readdirSync(folder, { encoding: 'utf8', recursive: true }).map((name) => lstatSync(join(folder, name)).uid),
  ),
]
