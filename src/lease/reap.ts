import { isAlive } from '../agent/process-id.ts'
import { destroy } from '../runtime/containerlab/destroy.ts'
import { heal } from './heal.ts'
import { closeLease, leases, takesDown, withLease, type Lease } from './lease.ts'
import { removeStrays } from './strays.ts'

/** Takes back everything that the owner's run holds: first what it broke, then what it deployed, then its lease. */
export async function reap(lab: string, owner: Lease['owner']): Promise<void> {
  await withLease(lab, async (lease) => {
    if (lease.owner.pid !== owner.pid || lease.owner.startTicks !== owner.startTicks) return
    const { deployed, run } = lease
    await heal(run)
    if (deployed !== null && takesDown(lease)) {
      await destroy(deployed.containerlab, lab, deployed.topologyFile, deployed.whole)
      if (!deployed.whole) await removeStrays()
    }
    closeLease(lease)
  })
}

/** Leases that nobody holds any more. */
export const orphans = (): readonly Lease[] => leases().filter(({ owner }) => !isAlive(owner))
