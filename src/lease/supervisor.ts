import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail } from '../model/problem.ts'
import { closeLease, type Lease, openLease } from './lease.ts'
import { reap } from './reap.ts'

/** A lab of the machine's that this run holds, and the process that takes everything back when this one ends. */
export interface Supervisor {
  /** Takes everything back and gives the lease up. Called once, and by nobody after a SIGKILL: then the reaper does it. */
  release(): Promise<void>
}

/** What a run says to its reaper when it ends by itself. */
export const RELEASE = 'release'

const REAPER = [fileURLToPath(new URL('./reaper.js', import.meta.url))]

/** @throws BackhoeError (69) where another run holds the lab; (70) where no reaper starts */
export async function hold(lease: Lease): Promise<Supervisor> {
  const { owner } = lease
  openLease(lease)
  const logFile = join(lease.run, 'reaper.log')
  const log = openSync(logFile, 'a')
  const reaper = spawn(process.execPath, [...REAPER, lease.lab, String(owner.pid), String(owner.startTicks)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', log],
  })
  const { stdin, stdout } = reaper
  if (stdin === null || stdout === null) throw new Error('the reaper has no pipes')
  closeSync(log)
  // They break when it is killed.
  for (const pipe of [stdin, stdout]) pipe.on('error', () => undefined)
  const ended = once(reaper, 'exit').catch(() => undefined)
  const ready = await Promise.race([once(stdout, 'data').then(() => true), ended.then(() => false)])
  if (!ready) {
    closeLease(lease)
    fail(
      {
        code: 'no-reaper',
        what: 'the process that cleans up after this one did not start',
        next: `see ${logFile}`,
      },
      70,
    )
  }
  reaper.unref()
  return {
    release: async () => {
      reaper.ref()
      stdin.end(RELEASE)
      await ended
      // It was killed, or could not: once more, and this time whatever goes wrong is said.
      await reap(lease.lab, owner)
      if (statSync(logFile).size === 0) rmSync(logFile)
    },
  }
}
