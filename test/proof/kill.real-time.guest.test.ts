import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/model/random.ts'
import { start } from '../cli/backhoe.ts'
import { mediaMounts, processesIn, processesWith, until } from '../kernel/leftovers.ts'
import { Scratch } from '../run/scratch.ts'
import { size } from './size.ts'

const SEED = 4_711
/** A run of two guests is over its first boots, builds, faults and healings by then; in real time it is in the middle of them. */
const LAST_INSTANT_MS = { virtual: 6000, uml: 20_000, host: 15_000 } as const

const random = seededRandom(SEED)
const COUNTS = { virtual: size.kills, uml: size.kills / 2, host: size.hostKills } as const
const instants = (['virtual', 'uml', 'host'] as const).flatMap((kernel) =>
  Array.from({ length: COUNTS[kernel] }, () => ({ kernel, afterMs: Math.round(random() * LAST_INSTANT_MS[kernel]) })),
)

test.each(instants)('SIGKILL of a run after $afterMs ms leaves nothing ($kernel)', async ({ kernel, afterMs }) => {
  using scratch = new Scratch()
  const temp = join(scratch.path, 'temp')
  mkdirSync(temp)
  const args = [
    'run',
    'test/proof/labs/vrrp3-1s.lab.ts',
    '--kernel',
    kernel,
    '--seed',
    '1',
    '--trials',
    '20',
    '--out',
    scratch.path,
  ]
  const run = start(args, { env: { TMPDIR: temp } })
  const namespaces = new Set<string>()
  const look = setInterval(() => {
    for (const { mounts } of processesWith(scratch.path)) if (mounts !== ours) namespaces.add(mounts)
  }, 10)
  await sleep(afterMs)
  process.kill(run.pid, 'SIGKILL')
  await run.ended
  clearInterval(look)
  const left = (): unknown[] => [...processesWith(scratch.path), ...processesIn(namespaces)]
  expect(await until(() => left().length === 0, 10_000), JSON.stringify(left())).toBe(true)
  expect(mediaMounts()).toEqual([])
  expect(readdirSync(temp)).toEqual([])
})

const ours = processesWith(' ').find(({ pid }) => pid === process.pid)?.mounts
