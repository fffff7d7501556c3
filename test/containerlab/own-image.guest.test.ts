import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { NODE_IMAGE } from '../../src/model/node-image.ts'
import { findImage } from '../../src/runtime/image/store.ts'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { needsContainerlab } from '../containerlab.ts'
import { where } from '../../src/kernel/commands.ts'
import { kernelOf } from '../kernel/workbench.ts'
import { Scratch } from '../run/scratch.ts'

let containerlab = ''
beforeEach((context) => {
  containerlab = needsContainerlab(context).path
})

const LAB = 'test/containerlab/labs/own-image.lab.ts'
const RUN = ['run', LAB, '--runtime', 'containerlab', '--kernel', 'virtual', '--seed', '7', '--trial', '0']

/** Docker's daemon is not there for whoever comes after it. */
const HIDING = [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  ...[`mount --bind /dev/null ${where('dockerd') ?? ''} && exec "$@"`, 'sh'],
]

test('a guest gets an image of the user’s own, and its programs are watched', async () => {
  using scratch = new Scratch()
  const env = {
    XDG_CACHE_HOME: join(scratch.path, 'cache'),
    BACKHOE_KERNEL: kernelOf('virtual').path,
    BACKHOE_CONTAINERLAB: containerlab,
  }
  const hidden = await backhoe([...RUN, '--out', scratch.path], { env, under: HIDING })
  expect(hidden.code).toBe(69)
  await expect(hidden.stderr).toMatchFileSnapshot('../golden/errors/containerlab-no-dockerd.txt')
  const missing = await backhoe([...RUN, '--out', scratch.path], { env })
  expect(missing.code).toBe(69)
  expect(missing.stderr).toContain('backhoe image add somebody/host:2 FILE')

  const { path } = findImage(NODE_IMAGE.reference)
  expect((await backhoe(['image', 'add', 'somebody/host:2', path], { env })).code).toBe(0)
  const { code, stderr } = await backhoe([...RUN, '--out', scratch.path], { env })
  expect([0, 2], stderr).toContain(code)
  const summary = summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
  const [trial] = summary.experiments[0]?.trials ?? []
  expect(trial).toMatchObject({ doubts: [], fault: { proof: { live: true, removed: true } } })
  // Its net was on. None of these programs spins, but on a busy machine one may be kept from its next call for as long.
  expect(summary.struck).toBeTypeOf('number')
})
