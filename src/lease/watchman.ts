import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail } from '../model/problem.ts'
import { closeLease, findLease, type Lease, openLease } from './lease.ts'
import { reap } from './reap.ts'

/** A lab of the machine's that this run holds, and the process that takes everything back when this one ends. */
export interface Watchman {
  /** Takes everything back and gives the lease up. Called once, and by nobody after a SIGKILL: then the reaper does it. */
  release(): Promise<void>
}

/** @throws BackhoeError (69) where another run holds the lab; (70) where no reaper starts */
export async function hold(lease: Lease): Promise<Watchman> {
  openLease(lease)
  const log = openSync(join(lease.run, 'reaper.log'), 'a')
  const reaper = spawn(process.execPath, [fileURLToPath(new URL('./reaper.js', import.meta.url)), lease.lab], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', log],
  })
  const { stdin, stdout } = reaper
  if (stdin === null || stdout === null) throw new Error('the reaper has no pipes')
  const ended = once(reaper, 'exit')
  const ready = await Promise.race([once(stdout, 'data').then(() => true), ended.then(() => false)])
  if (!ready) {
    closeLease(lease)
    fail(
      {
        code: 'no-reaper',
        what: 'the process that cleans up after this one did not start',
        next: `see ${join(lease.run, 'reaper.log')}`,
      },
      70,
    )
  }
  reaper.unref()
  return {
    release: async () => {
      reaper.ref()
      stdin.end()
      await ended
      // It was killed, or could not: once more, and this time whatever goes wrong is said.
      const left = findLease(lease.lab)
      if (left !== null) await reap(left)
    },
  }
}
