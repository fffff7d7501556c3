import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backhoe } from '../cli/backhoe.ts'
import { mediaMounts, processesWith, until } from '../kernel/leftovers.ts'
import { Scratch } from '../run/scratch.ts'
import { up } from './bench.ts'

const LAB = 'labs/gateway-pair.lab.ts'

let scratch: Scratch
let env: NodeJS.ProcessEnv
beforeAll(() => {
  scratch = new Scratch()
  env = { XDG_STATE_HOME: scratch.path, NO_COLOR: '1' }
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

const socketOf = (): string => join(scratch.path, 'backhoe/live/gateway-pair/socket')

test('a lab stays up: faults by hand are measured as those of a trial, and its nodes can be entered', async () => {
  using bench = up([LAB, '--kernel', 'uml'], env)
  await bench.said('gateway-pair is up')
  expect(statSync(socketOf()).mode & 0o777).toBe(0o600)

  const second = await backhoe(['up', LAB], { env })
  expect(second.code).toBe(69)
  await expect(second.stderr).toMatchFileSnapshot('../golden/live/second-up.txt')
  const unknown = await backhoe(['exec', 'r11', '--', 'true'], { env })
  expect(unknown.code).toBe(64)
  await expect(unknown.stderr).toMatchFileSnapshot('../golden/live/exec-unknown-node.txt')

  for (const line of ['cut active.lna', 'hela', 'heal', 'cut r1.lan end=nera', 'watch wbe', 'cut', 'wait 5'])
    bench.type(line)
  bench.type('cut active.lan')
  await bench.said('#1 cut active.lan at r1:lan')
  bench.type('cut r1:lan')
  await bench.said('fault-there')
  const inside = await backhoe(['exec', 'r1', '--', 'sh', '-c', 'ip -br link show lan; exit 7'], { env })
  expect(inside).toMatchObject({ code: 7, stderr: '' })
  expect(inside.stdout).toContain('LOWERLAYERDOWN')
  // Of this spawn throws, and of most others it does not.
  const noFolder = await backhoe(['exec', 'r1', '--', '/etc/passwd/x'], { env })
  expect(noFolder.code).toBe(126)
  await expect(noFolder.stderr).toMatchFileSnapshot('../golden/live/exec-cannot-run.txt')
  expect((await backhoe(['exec', 'r1', '--', 'sh', '-c', 'kill -SEGV $$'], { env })).code).toBe(128 + 11)
  const saved = join(scratch.path, 'saved.lab.ts')
  for (const line of ['wait', 'heal', 'wait', `save ${saved}`, `save ${saved}`, 'quit']) bench.type(line)

  const { code, stdout, stderr } = await bench.ended
  // Of a script the first thing that was wrong counts.
  expect(code, stderr).toBe(64)
  await expect(stderr.replaceAll(scratch.path, 'SCRATCH')).toMatchFileSnapshot('../golden/live/prompt-errors.txt')
  expect(stdout).toMatch(/web ⇄ {2}window 2\.61 s … 3\.61 s/)
  // Three advertisements and the skew, from the last one before the fault: 2.61 to 3.61 s; a machine of two busy cores adds its lateness.
  const outages = [...stdout.matchAll(/web [→←] {2}down for ([\d.]+) s ± ([\d.]+) ms/g)].map(([, s, error]) => ({
    ms: Number(s) * 1000,
    errorMs: Number(error),
  }))
  expect(outages).toHaveLength(2)
  for (const { ms, errorMs } of outages) {
    expect(ms + errorMs, stdout).toBeGreaterThan(2609)
    expect(ms - errorMs, stdout).toBeLessThan(3609)
  }
  expect(stdout).not.toContain('OUTSIDE')
  expect(processesWith(scratch.path)).toEqual([])
  // Four trials lie at four phases, and the targets above what the timers allow at any.
  const run = await backhoe(['run', saved, '--trials', '4', '--seed', '3', '--out', join(scratch.path, 'runs')], {
    env,
  })
  expect(run.code, run.stdout + run.stderr).toBe(0)
  expect(run.stdout).toContain('3 targets: 3 met')
  expect((await backhoe(['exec', 'r1', '--', 'true'], { env })).code).toBe(64)
})

test('a command that is killed takes its lab along, and a lab that dies is reported', async () => {
  using killed = up([LAB, '--kernel', 'host'], env)
  await killed.said('gateway-pair is up')
  killed.type('cut active.lan')
  await killed.said('#1 cut active.lan')
  process.kill(killed.pid, 'SIGKILL')
  await killed.ended
  expect(await until(() => processesWith(scratch.path).length === 0, 10_000)).toBe(true)
  expect(mediaMounts()).toEqual([])

  // The socket of the killed command is still there, and keeps nobody from coming up.
  using dying = up([LAB, '--kernel', 'host'], env)
  await dying.said('gateway-pair is up')
  const guest = processesWith(scratch.path).find(({ pid }) => pid !== dying.pid)
  process.kill(guest?.pid ?? 0, 'SIGKILL')
  const { code, stderr } = await dying.ended
  expect(code).toBe(70)
  await expect(stderr).toMatchFileSnapshot('../golden/live/lab-died.txt')

  using down = up([LAB, '--kernel', 'host'], env)
  await down.said('gateway-pair is up')
  expect(await backhoe(['down'], { env })).toEqual({ code: 0, stdout: '', stderr: '' })
  expect((await down.ended).code).toBe(0)
  const none = await backhoe(['down'], { env })
  expect(none.code).toBe(64)
  await expect(none.stderr).toMatchFileSnapshot('../golden/live/no-lab-up.txt')
})
