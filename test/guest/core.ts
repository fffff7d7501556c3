import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { allowedCpus } from '../../src/run/cpus.ts'

// Files run side by side, each with all that it starts on a core of its own: a guest wants one for itself.
// Vitest numbers its workers too, but gives a number away again before its file has ended.
const claim = (cpu: number): string => join(tmpdir(), `backhoe-core-${String(process.ppid)}-${String(cpu)}`)

const cpu = allowedCpus().find((one) => {
  try {
    writeFileSync(claim(one), '', { flag: 'wx' })
    return true
  } catch {
    return false
  }
})
if (cpu !== undefined) {
  execFileSync('taskset', ['-acp', String(cpu), String(process.pid)])
  afterAll(() => {
    rmSync(claim(cpu))
  })
}
