import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Strikes } from '../../src/observe/strikes.ts'

/** Some tenths of a second on any machine, and not one system call. */
const SPIN = 'for (let i = 0, x = 0; i < 5e8; i++) x = (x + i) | 0'
/** Many system calls and some work between them. */
const WORK = 'const fs = require("fs"); for (let i = 0; i < 3000; i++) fs.statSync("/proc/self/stat")'

export default async function ({ spin }: { spin: boolean }): Promise<{ struck: number; spunMs: number }> {
  const strikes = new Strikes()
  await strikes.count()
  const script = `const at = process.hrtime.bigint(); ${spin ? SPIN : WORK}; console.log(Number(process.hrtime.bigint() - at) / 1e6)`
  // What the guest is booted by is the kernel; Node lies beside it.
  const { stdout } = await promisify(execFile)('/media/node', ['-e', script])
  await pause(100)
  return { struck: await strikes.count(), spunMs: Number(stdout) }
}
