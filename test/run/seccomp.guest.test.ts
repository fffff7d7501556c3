import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { summarySchema } from '../../src/report/schema.ts'
import { backhoe, ROOT, type Ended } from '../cli/backhoe.ts'
import { kernelOf } from '../kernel/workbench.ts'
import { Scratch } from './scratch.ts'

const LAB = ['test/conformance/labs/cable.lab.ts', '--only', 'idle: cut', '--trial', '0', '--seed', '1']
const under = [process.execPath, join(ROOT, 'test/run/without-seccomp.cjs')]

let scratch: Scratch
let env: NodeJS.ProcessEnv
beforeAll(() => {
  scratch = new Scratch()
  // The kernels that were built here, and nothing that is known of them.
  mkdirSync(join(scratch.path, 'cache/backhoe'), { recursive: true })
  symlinkSync(dirname(dirname(kernelOf('virtual').path)), join(scratch.path, 'cache/backhoe/kernels'))
  env = { XDG_CACHE_HOME: join(scratch.path, 'cache') }
})
afterAll(() => {
  scratch[Symbol.dispose]()
})

const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  backhoe(['run', ...LAB, ...args, '--out', join(scratch.path, 'runs')], { env: { ...env, ...more }, under })

test('a machine that forbids seccomp: the virtual kernel is refused, and the remedy said', async () => {
  const { code, stdout, stderr } = await run(['--kernel', 'virtual'])
  expect({ code, stdout }, stderr).toEqual({ code: 69, stdout: '' })
  const text = stderr.replaceAll(/\S+\/kernels\/\S+\/linux/g, '/kernels/linux')
  await expect(text).toMatchFileSnapshot('../golden/errors/run-no-seccomp.txt')
  expect(existsSync(join(scratch.path, 'runs'))).toBe(false)
})

test('there, auto goes on to a kernel that boots, and says why', async () => {
  const { code, stderr } = await run(['--json'])
  expect([0, 2], stderr).toContain(code)
  expect(stderr).toMatch(
    /kernel +real time, user-mode Linux .*; the kernel .* was asked to catch system calls by seccomp/,
  )
})

test('there, the remedy works', async () => {
  const { code, stdout, stderr } = await run(['--kernel', 'virtual', '--json'], { BACKHOE_SECCOMP: 'off' })
  expect([0, 2], stderr).toContain(code)
  const { experiments } = summarySchema.parse(JSON.parse(stdout))
  expect(experiments[0]?.trials[0]).toMatchObject({ doubts: [], fault: { proof: { live: true, removed: true } } })
  // A trial that left nothing has no folder, and neither have all of them.
  const latest = join(scratch.path, 'runs/latest')
  expect(readdirSync(latest)).not.toContain('trials')
})
