import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { capabilitiesOf } from '../../src/kernel/capabilities.ts'
import { chooseKernel } from '../../src/kernel/choose.ts'
import type { GuestRequest } from '../../src/kernel/guest.ts'
import { identify } from '../../src/kernel/identify.ts'
import { launchGuest } from '../../src/kernel/launch.ts'
import type { RawEnd } from '../../src/kernel/verdict.ts'
import { judgeEnd } from '../../src/kernel/verdict.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import type { Problem } from '../../src/model/problem.ts'
import { aKernel } from './a-kernel.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const kernel = aKernel('/kernels/linux')
const request: GuestRequest = {
  kernel,
  agentDir: '/agent',
  outDir: '/runs/out',
  rngSeed: 1,
  cpu: 0,
  memoryMb: 512,
  silentWallMs: 60_000,
}
const raw: RawEnd = {
  exitCode: 134,
  signal: null,
  notStarted: null,
  killedBy: null,
  busyMs: 0,
  stdout: [],
  stderr: [],
  stood: true,
  wallMs: 300,
}

async function golden(name: string, problem: Problem | null, exitCode: number): Promise<void> {
  if (problem === null) throw new Error('no problem at all')
  const text = renderProblems([problem], { color: false, cwd: '/' }).replaceAll(folder, '/folder')
  await expect(`${text}exit ${String(exitCode)}\n`).toMatchFileSnapshot(`../golden/errors/kernel-${name}.txt`)
}

test.each<[string, RawEnd]>([
  ['panicked', { ...raw, stdout: ['Kernel panic - not syncing: VFS: Unable to mount root fs'] }],
  [
    'agent-died',
    {
      ...raw,
      stdout: ['Error: netlink EINVAL', 'backhoe-agent-exit 1', 'Kernel panic - not syncing: Attempted to kill init!'],
    },
  ],
  ['silent', { ...raw, exitCode: null, killedBy: 'watchdog', stdout: ['the last that was heard'] }],
  ['time-stands-still', { ...raw, exitCode: null, killedBy: 'watchdog', busyMs: 29_000 }],
  ['silent-mute', { ...raw, exitCode: null, killedBy: 'watchdog' }],
  ['out-of-memory', { ...raw, stdout: ['Out of memory: Killed process 27 (node)', 'backhoe-agent-exit 137'] }],
  ['memory-of-the-machine', { ...raw, stdout: ['Bus error - the host /media/ram mount likely just ran out of space'] }],
  ['killed-by-the-machine', { ...raw, exitCode: 137, stderr: ['Killed'] }],
  ['no-space', { ...raw, stdout: ['Error: ENOSPC: no space left on device, write', 'backhoe-agent-exit 1'] }],
])('a guest that died: %s', async (name, end) => {
  await golden(name, judgeEnd(request, end).problem, 70)
})

test('a guest that the machine killed before it stood was not refused', () => {
  const early: RawEnd = { ...raw, exitCode: null, signal: 'SIGKILL', stood: false }
  const { status, problem } = judgeEnd(request, early)
  expect({ status, code: problem?.code }).toEqual({ status: 'killed', code: 'guest-out-of-memory' })
})

test.each<[string, RawEnd]>([
  ['no-seccomp', { ...raw, exitCode: 1, stdout: ['SECCOMP userspace requested but not functional!'] }],
  [
    'namespaces-refused',
    { ...raw, exitCode: 1, stood: false, stderr: ['unshare: unshare failed: Operation not permitted'] },
  ],
  ['not-started', { ...raw, exitCode: null, stood: false, notStarted: 'spawn setpriv EAGAIN' }],
  [
    'exec-failed',
    { ...raw, exitCode: 127, stood: false, stderr: ['setpriv: failed to execute taskset: Permission denied'] },
  ],
  [
    'cpu-refused',
    { ...raw, exitCode: 1, stood: false, stderr: ["taskset: failed to set pid 0's affinity: Invalid argument"] },
  ],
  ['mount-refused', { ...raw, exitCode: 96, stood: false, stderr: ['mount: /media/in: permission denied.'] }],
])('a guest that never booted: %s', async (name, end) => {
  const judged = judgeEnd(request, end)
  expect(judged.status).toBe('refused')
  await golden(name, judged.problem, 69)
})

test('what is missing is said before anything starts', async () => {
  const refusal = async (change: Partial<GuestRequest>): Promise<Problem | null> =>
    (await launchGuest({ ...request, ...change })).problem
  const here = { kernel: { ...kernel, path: '/bin/true' } }
  await golden('no-kernel', await refusal({}), 69)
  const plain = join(folder, 'not-a-program')
  writeFileSync(plain, '')
  await golden('no-program', await refusal({ kernel: { ...kernel, path: plain } }), 69)
  await golden('no-agent', await refusal({ ...here, agentDir: folder }), 69)
  mkdirSync(join(folder, 'agent'))
  writeFileSync(join(folder, 'agent/init.sh'), '#!/bin/sh\n', { mode: 0o755 })
  await golden(
    'output-not-writable',
    await refusal({ ...here, agentDir: join(folder, 'agent'), outDir: join(folder, 'nowhere') }),
    69,
  )
})

const nothing = { HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') }

test.each<[string, () => unknown]>([
  ['none-virtual', () => chooseKernel('virtual', nothing)],
  ['not-a-kernel', () => identify('/bin/true', nothing)],
  ['named-missing', () => chooseKernel('auto', { ...nothing, BACKHOE_KERNEL: join(folder, 'gone') })],
])('a choice that cannot be had: %s', async (name, choose) => {
  const error = thrown(choose)
  await golden(name, error.problems[0] ?? null, error.exitCode)
})

function thrown(body: () => unknown): BackhoeError {
  try {
    body()
  } catch (error) {
    if (error instanceof BackhoeError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

test('a cache that cannot be written, before a kernel is asked', async () => {
  const before = process.env['XDG_CACHE_HOME']
  writeFileSync(join(folder, 'a-file'), '')
  process.env['XDG_CACHE_HOME'] = join(folder, 'a-file/cache')
  try {
    const answer = await capabilitiesOf({ ...kernel, flavour: 'host' })
    await golden('cache-not-writable', answer.known ? null : answer.problem, 69)
  } finally {
    if (before === undefined) delete process.env['XDG_CACHE_HOME']
    else process.env['XDG_CACHE_HOME'] = before
  }
})
