import { chownSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf } from '../../linux/users.ts'
import type { Probes } from '../contract/probe.ts'
import type { frrNeeds } from './needs.ts'

export const frrProbes: Probes<typeof frrNeeds.brings> = {
  frr: {
    made: 'a folder that belongs to frr',
    make: () => {
      ownFolder('frr')
    },
  },
}

/** A program that becomes another user needs one that this kernel knows: in a user namespace it may know root alone. */
function ownFolder(user: string): void {
  const account = accountOf(user)
  if (account === null) throw new Error(`there is no user ${user}`)
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-'))
  try {
    chownSync(folder, account.uid, account.gid)
  } catch (error) {
    // Without the folder's name: the answer is the same each time.
    throw new Error(`no file can belong to ${user}: ${(error as NodeJS.ErrnoException).code ?? ''}`, { cause: error })
  } finally {
    rmdirSync(folder)
  }
}
