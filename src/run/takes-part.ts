import type { Made } from '../kernel/identity.ts'
import type { RunTools } from './containers.ts'

/**
 * What takes part in the trials of a run beside kernel and agent, for its identity. With captures a tcpdump at each end of each
 * cable makes system calls in the guest, which take virtual time: the same seed then means other nanoseconds.
 */
export const takesPart = (tools: RunTools | null, pcap: boolean): Made => ({
  ...tools?.made,
  ...(pcap ? { captures: { sha256: 'of every cable' } } : {}),
})
