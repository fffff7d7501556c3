import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { start } from '../cli/backhoe.ts'
import type { Started } from '../cli/backhoe.ts'
import { mediaMounts, processesWith, until } from '../kernel/leftovers.ts'
import { Scratch } from './scratch.ts'

const runIn = (scratch: Scratch, trials: number): Started =>
  start([
    'run',
    'gateway-pair',
    '--kernel',
    'virtual',
    '--seed',
    '5',
    '--only',
    'LAN cable',
    '--trials',
    String(trials),
    '--out',
    scratch.path,
  ])

/** A guest's command line names its trial's folder. Taking one apart takes the kernel a moment on a busy machine. */
async function expectNothingLeft(scratch: Scratch): Promise<void> {
  const gone = await until(() => processesWith(scratch.path).length === 0, 10_000)
  expect(gone, JSON.stringify(processesWith(scratch.path))).toBe(true)
  expect(mediaMounts()).toEqual([])
}

test('Ctrl-C tells what was measured so far, and the lab is gone', async () => {
  using scratch = new Scratch()
  const run = runIn(scratch, 50)
  await run.said('trial 3 of 51')
  process.kill(run.pid, 'SIGINT')
  const { code, stdout, stderr } = await run.ended
  expect(code).toBe(130)
  expect(stderr).toContain('interrupted: stopping the guests')
  expect(stdout).toContain('was interrupted')
  const summary = JSON.parse(scratch.latest('summary.json')) as { status: string; experiments: { trials: unknown[] }[] }
  expect(summary.status).toBe('interrupted')
  expect(summary.experiments[0]?.trials.length).toBeGreaterThan(0)
  await expectNothingLeft(scratch)
})

test('a second Ctrl-C leaves at once', async () => {
  using scratch = new Scratch()
  const run = runIn(scratch, 50)
  await run.said('trial 1 of 51')
  process.kill(run.pid, 'SIGINT')
  process.kill(run.pid, 'SIGINT')
  expect((await run.ended).code).toBe(130)
  await expectNothingLeft(scratch)
})

test('a guest that is killed leaves its trial undecided, and the run goes on', async () => {
  using scratch = new Scratch()
  const run = runIn(scratch, 2)
  const guest = (): number | undefined =>
    processesWith('rng-seed=').find(({ command }) => command.includes(`${scratch.path}/`) && command.includes('/0-1 '))
      ?.pid
  await run.said('trial 1 of 3')
  // Its journal is there once its kernel runs.
  expect(await until(() => existsSync(journalOf(scratch, '0-1')), 60_000)).toBe(true)
  process.kill(guest() ?? 0, 'SIGKILL')
  const { code, stdout, stderr } = await run.ended
  expect(stderr).toContain('trial 3 of 3  r1 loses its LAN cable, trial 1  failed: the machine killed the guest')
  expect(stdout).toContain('0 met, 0 missed, 4 unknown')
  expect(code).toBe(2)
  expect(JSON.parse(scratch.latest('journal.ndjson').trimEnd().split('\n').at(-2) ?? '')).toMatchObject({ ev: 'error' })
})

function journalOf(scratch: Scratch, trial: string): string {
  const lab = join(scratch.path, 'gateway-pair')
  return join(lab, readdirSync(lab)[0] ?? '', 'trials', trial, 'journal.ndjson')
}
