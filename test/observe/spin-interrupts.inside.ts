import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { SpinInterrupts } from '../../src/observe/spin-interrupts.ts'

/** A second or two on any machine, and not one system call: Perl compiles nothing in the background, as Node does. */
const SPIN = [
  'perl',
  '-MTime::HiRes=time',
  '-e',
  'my $at = time; for (my $i = 0; $i < 6e7; $i++) {} print 1e3 * (time - $at)',
]
/** Many system calls and some work between them. */
const WORK = [
  'perl',
  '-MTime::HiRes=time',
  '-e',
  'my $at = time; stat "/proc/self/stat" for 1 .. 3000; print 1e3 * (time - $at)',
]

export default async function ({ spin }: { spin: boolean }): Promise<{ struck: number; spunMs: number }> {
  const interrupts = new SpinInterrupts()
  await interrupts.count()
  const [program = '', ...words] = spin ? SPIN : WORK
  const { stdout } = await promisify(execFile)(program, words)
  await pause(100)
  return { struck: await interrupts.count(), spunMs: Number(stdout) }
}
