import type { Capability } from './capability.ts'

/** Programs of the machine's that a guest runs, by the capability that each of them is. */
export const PROGRAMS = {
  keepalived: 'keepalived',
  openvswitch: 'ovs-vswitchd',
  perl: 'perl',
  ping: 'ping',
  nft: 'nft',
  tcpdump: 'tcpdump',
} as const satisfies Partial<Record<Capability, string>>

/** Where a guest looks for them: the kernel gives its first process no PATH, and daemons live in sbin. */
export const GUEST_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
