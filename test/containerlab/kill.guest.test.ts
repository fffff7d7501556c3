import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/model/random.ts'
import { needsContainerlab } from '../containerlab.ts'
import { inside } from '../guest/inside.ts'
import { size } from '../proof/size.ts'
import type * as entry from './kills.inside.ts'
import { ground, MACHINE } from './machine.ts'

const SEED = 4_712
/** One trial: built, settled and confirmed for seven seconds, broken for three, healed, watched and over. */
const LAST_INSTANT_MS = 12_000
/** Four nodes are deployed by then, and the trial runs. */
const LAST_DEPLOY_MS = 6000
const VICTIMS = ['cli', 'agent', 'both'] as const
const FAULTS = ['dead', 'cut', 'silent', 'hang', 'slow'] as const

const random = seededRandom(SEED)
const kills = (count: number, lastMs: number) =>
  Array.from({ length: count }, (_, number) => ({
    afterMs: Math.round(random() * lastMs),
    victim: VICTIMS[number % 3] ?? 'both',
    only: FAULTS[number % FAULTS.length] ?? 'cut',
  }))

test('SIGKILL of the command, of its agent, of both, leaves nothing of ours, and a lab that is not ours as it was', async (ctx) => {
  needsContainerlab(ctx)
  const input = {
    ...(await ground()),
    lab: join(import.meta.dirname, 'labs/short.lab.ts'),
    name: 'short',
    attached: kills(size.labKills, LAST_INSTANT_MS),
    deploying: kills(2, LAST_DEPLOY_MS).map((kill) => ({ ...kill, victim: 'cli' as const })),
  }
  using guest = await inside<typeof entry>(new URL('kills.inside.ts', import.meta.url), input, MACHINE)
  expect(guest.result.filter(({ left }) => left.length > 0)).toEqual([])
  expect(guest.result.filter(({ cleanMs }) => cleanMs === null)).toEqual([])
  // Else there was nobody to kill.
  expect(guest.result.filter(({ victim, signal }) => victim !== 'agent' && signal !== 'SIGKILL')).toEqual([])
  // Else the instants missed what they are for.
  expect(guest.result.some(({ undone }) => undone)).toBe(true)
})
