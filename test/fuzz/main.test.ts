import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ROOT } from '../cli/backhoe.ts'

const scratch = mkdtempSync(join(tmpdir(), 'backhoe-fuzz-main-'))
afterAll(() => {
  rmSync(scratch, { recursive: true })
})

/** Two seconds of a processor each; a busy machine takes longer. */
const LIMIT_MS = 120_000

/** `make fuzz`, where no kernel was ever built. */
function fuzz(options: Readonly<Record<string, string>>) {
  const argv = ['--import', 'jiti/register', 'test/fuzz/main.ts']
  const bare = { BACKHOE_KERNEL: '', XDG_CACHE_HOME: scratch, OUT: join(scratch, 'out') }
  const env = { ...process.env, LABS: '', HOURS: '', SEED: '', SHRINK: '', JOURNALS: '', ...bare, ...options }
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, env, encoding: 'utf8' })
  return { status, stderr }
}

test.each([
  ['LABS', '-1'],
  ['SHRINK', '40 runs'],
])('%s=%s is a wrong option, and no finding: 64', { timeout: LIMIT_MS }, (name, value) => {
  expect(fuzz({ [name]: value })).toEqual({
    status: 64,
    stderr: `${name} is '${value}', and should be a number: make fuzz LABS=25 SEED=7\n`,
  })
})

test('a machine without a kernel has found nothing, and names the next command: 69', { timeout: LIMIT_MS }, () => {
  const { status, stderr } = fuzz({ LABS: '1', SEED: '1' })
  expect(status).toBe(69)
  expect(stderr).toContain('backhoe kernel build')
})
