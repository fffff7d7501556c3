import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Isolation } from '../../src/kernel/guest.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import { seededRandom } from '../../src/model/random.ts'
import { mediaMounts, processesIn, processesWith, until } from './leftovers.ts'
import { Workbench, kernelOf } from './workbench.ts'

let bench: Workbench
beforeAll(async () => {
  bench = new Workbench()
  await bench.bundle()
})
afterAll(() => {
  bench[Symbol.dispose]()
})

const SEED = 20_261_121

/** From before the first namespace to the middle of a guest's work: it boots within 0.3 s and never ends by itself. */
const LAST_INSTANT_MS = 1200

const random = seededRandom(SEED)
const instants = Array.from({ length: 10 }, (_, index) => ({ index, afterMs: Math.round(random() * LAST_INSTANT_MS) }))

async function killAfter(
  kernel: Kernel,
  signal: 'SIGKILL' | 'SIGINT',
  rngSeed: number,
  afterMs: number,
  isolation: Isolation = 'lab',
): Promise<void> {
  const request = bench.request(kernel, 'forever', { rngSeed, isolation })
  const temp = join(request.outDir, 'temp')
  mkdirSync(temp)
  const tag = request.outDir
  const launcher = spawn(process.execPath, [bench.launchOnce, JSON.stringify(request)], {
    env: { ...process.env, TMPDIR: temp },
    stdio: 'ignore',
  })
  const namespaces = new Set<string>()
  const look = setInterval(() => {
    for (const { mounts } of [...processesWith(`rng-seed=${String(rngSeed)} `), ...processesWith(`${tag} `)]) {
      if (mounts !== ours) namespaces.add(mounts)
    }
  }, 5)
  const ended = once(launcher, 'exit')
  await sleep(afterMs)
  launcher.kill(signal)
  await ended
  clearInterval(look)
  // Killing is at once; taking a guest's memory apart takes the kernel a moment on a busy machine.
  const gone = await until(() => processesWith(tag).length === 0 && processesIn(namespaces).length === 0, 10_000)
  expect(
    gone,
    `left after ${String(afterMs)} ms: ${JSON.stringify([...processesWith(tag), ...processesIn(namespaces)])}`,
  ).toBe(true)
  expect(mediaMounts()).toEqual([])
  expect(readdirSync(temp)).toEqual([])
}

const ours = processesWith(' ').find(({ pid }) => pid === process.pid)?.mounts

test.each(instants)(
  'SIGKILL of the command leaves nothing: instant $index, $afterMs ms (virtual)',
  async ({ index, afterMs }) => {
    await killAfter(kernelOf('virtual'), 'SIGKILL', 820_000 + index, afterMs)
  },
)

test.each(instants.slice(0, 4))(
  'SIGKILL of the command leaves nothing: instant $index, $afterMs ms (uml)',
  async ({ index, afterMs }) => {
    await killAfter(kernelOf('uml'), 'SIGKILL', 830_000 + index, afterMs * 3)
  },
)

test.each(instants)(
  'SIGKILL of the command leaves nothing: instant $index, $afterMs ms (host)',
  async ({ index, afterMs }) => {
    await killAfter(kernelOf('host'), 'SIGKILL', 850_000 + index, afterMs)
  },
)

test.each(instants.slice(0, 4))(
  'SIGKILL of the command leaves nothing: instant $index, $afterMs ms (on the machine)',
  async ({ index, afterMs }) => {
    await killAfter(kernelOf('host'), 'SIGKILL', 860_000 + index, afterMs, 'machine')
  },
)

test('SIGINT of the command leaves nothing', async () => {
  await killAfter(kernelOf('virtual'), 'SIGINT', 840_000, 800)
})
