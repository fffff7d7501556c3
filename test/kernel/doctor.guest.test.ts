import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Examination, ExaminedKernel } from '../../src/kernel/examine.ts'
import { CAPABILITIES } from '../../src/mechanisms/all/needs.ts'
import { backhoe } from '../cli/backhoe.ts'
import { kernelOf } from './workbench.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** A cache with nothing in it yet, and the kernels that this machine has. */
const env = { XDG_CACHE_HOME: folder, BACKHOE_KERNEL: kernelOf('virtual').path }

test('doctor asks every kernel what it can do, and keeps the answers', async () => {
  const { code, stdout } = await backhoe(['doctor', '--json'], { env })
  expect(code).toBe(0)
  const { kernels, canRun, machine } = JSON.parse(stdout) as Examination
  expect(canRun).toBe(true)
  expect(machine.filter(({ required, ok }) => required && !ok)).toEqual([])
  expect(kernels.map(({ kernel }) => kernel.flavour)).toEqual(['virtual', 'uml', 'host'])
  for (const { findings } of kernels) expect(Object.keys(findings ?? {})).toEqual([...CAPABILITIES])
  // The machine's own kernel has what it has; a guest's has all.
  for (const { kernel, findings } of kernels.filter(({ kernel }) => kernel.flavour !== 'host'))
    expect(findings?.lacp, kernel.flavour).toEqual({ ok: true, why: 'an 802.3ad bond with a member' })

  expect(readdirSync(join(folder, 'backhoe/capabilities'))).toHaveLength(2)
  expect(readdirSync(join(folder, 'backhoe/probes'))).toEqual([])
  const again = await backhoe(['kernel', 'status', '--json'], { env })
  expect(JSON.parse(again.stdout) as ExaminedKernel[]).toEqual(kernels)
})

test('a kept answer that is torn or another version’s is asked for anew', async () => {
  const kept = join(folder, 'backhoe/capabilities')
  const [first, second] = readdirSync(kept).map((name) => join(kept, name))
  writeFileSync(first ?? '', '{"veth":{"ok":tr')
  writeFileSync(second ?? '', '{"veth":{"ok":true,"why":"x"}}')
  const { stdout } = await backhoe(['kernel', 'status', '--json'], { env })
  const guests = (JSON.parse(stdout) as ExaminedKernel[]).filter(({ kernel }) => kernel.flavour !== 'host')
  for (const { findings } of guests) expect(Object.keys(findings ?? {})).toEqual([...CAPABILITIES])
})

test('a kept answer is asked for anew once a program that it names is gone', async () => {
  // The key holds what stands where a guest would find it: perl's place is covered for this one command.
  const under = [
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    'mount --bind /dev/null /usr/bin/perl && exec "$@"',
    'sh',
  ]
  const { stdout } = await backhoe(['kernel', 'status', '--json'], { env, under })
  const guests = (JSON.parse(stdout) as ExaminedKernel[]).filter(({ kernel }) => kernel.flavour !== 'host')
  expect(guests.map(({ findings }) => findings?.perl.ok)).toEqual([false, false])
  expect(readdirSync(join(folder, 'backhoe/capabilities'))).toHaveLength(4)
})

// It was called a machine that refuses namespaces.
test('a program that guests are started with, and that is missing, is named with its package', async () => {
  const hidden = 'mount --bind /dev/null "$(readlink -f "$(command -v setpriv)")" && exec "$@"'
  const under = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', hidden, 'sh']
  const bare = { ...env, XDG_CACHE_HOME: join(folder, 'no-setpriv') }
  const { stdout } = await backhoe(['doctor', '--json'], { env: bare, under })
  const guests = (JSON.parse(stdout) as Examination).kernels.filter(({ kernel }) => kernel.flavour !== 'host')
  for (const { problem } of guests)
    expect(problem).toMatchObject({ code: 'missing-command', next: 'apt install util-linux' })
  expect(guests).toHaveLength(2)
})

// `where` finds them in sbin and bin, too: a PATH without those was called refused namespaces.
test('a PATH without util-linux starts guests all the same', async () => {
  const bare = { ...env, XDG_CACHE_HOME: join(folder, 'bare'), PATH: '/nowhere' }
  const { stdout } = await backhoe(['doctor', '--json'], { env: bare })
  const { kernels, machine } = JSON.parse(stdout) as Examination
  expect(kernels.map(({ problem }) => problem)).toEqual([null, null, null])
  expect(machine.filter(({ required, ok }) => required && !ok)).toEqual([])
})

test('status says where each kernel is and whose time it keeps', async () => {
  const { code, stdout } = await backhoe(['kernel', 'status'], { env })
  const kernel = kernelOf('virtual')
  expect(code).toBe(0)
  expect(stdout).toContain(`virtual  Linux ${kernel.release}, virtual time`)
  expect(stdout).toContain(`BACKHOE_KERNEL: ${kernel.path}\n  can: veth, bridge, 802.1q`)
  expect(stdout).toContain('real time, ptrace; package user-mode-linux')
})

test('doctor says what containers need, and keeps to the width', async () => {
  const { stdout } = await backhoe(['doctor'], { env: { ...env, COLUMNS: '80' } })
  for (const name of ['containerlab', 'dockerd', 'Docker daemon', 'node image', 'mmdebstrap', 'genext2fs'])
    expect(stdout).toContain(`  ${name} `)
  // The cache of this test holds no image.
  expect(stdout).toMatch(/to type:\n(.*\n)* {2}backhoe image build\n/)
  for (const line of stdout.split('\n').filter((one) => /^ {4}(can:|cannot:| ) /.test(one)))
    expect(line.length).toBeLessThanOrEqual(80)
})
