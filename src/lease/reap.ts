import { isAlive } from '../linux/process-id.ts'
import type { BackhoeError } from '../model/problem.ts'
import { destroy } from '../runtime/containerlab/destroy.ts'
import { heal } from './heal.ts'
import { closeLease, leases, takesDown, withLease, type Lease } from './lease.ts'
import { removeStrays } from './strays.ts'

/**
 * Takes back everything that the owner's run holds: first what it broke, then what it deployed, then its lease.
 * @throws BackhoeError (70) with what could not be taken back; the lease stays
 */
export async function reap(lab: string, owner: Lease['owner']): Promise<void> {
  await withLease(lab, async (lease) => {
    if (lease.owner.pid !== owner.pid || lease.owner.startTicks !== owner.startTicks) return
    const { deployed, run } = lease
    if (deployed !== null && takesDown(lease)) {
      // What cannot be healed goes with the lab, or is said below.
      await heal(run).catch(() => undefined)
      await destroy(deployed.containerlab, lab, deployed.topologyFile, deployed.whole)
      if (!deployed.whole) await removeStrays()
    }
    await heal(run)
    closeLease(lease)
  })
}

/** Leases that nobody holds any more. `unreadable` is told of files that are none. */
export const orphans = (unreadable?: (error: BackhoeError) => void): readonly Lease[] =>
  leases(unreadable).filter(({ owner }) => !isAlive(owner))
