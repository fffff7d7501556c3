import { isAlive } from '../agent/process-id.ts'
import { destroy } from '../runtime/containerlab/destroy.ts'
import { heal, undone } from './heal.ts'
import { closeLease, leases, type Lease } from './lease.ts'

/** Takes back everything that a run holds: first what it broke, then what it deployed, then its lease. */
export async function reap(lease: Lease): Promise<void> {
  for (const file of undone(lease.run)) await heal(file)
  const { deployed, lab } = lease
  if (deployed !== null && !deployed.keep) await destroy(deployed.containerlab, lab, deployed.topologyFile)
  closeLease(lease)
}

/** Leases that nobody holds any more. */
export const orphans = (): readonly Lease[] => leases().filter(({ owner }) => !isAlive(owner))
