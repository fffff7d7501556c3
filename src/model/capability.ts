import type { Program } from './programs.ts'

/** What a kernel or a machine can do; probed by making one, never guessed. */
export const CAPABILITIES = [
  'veth',
  'bonding',
  'lacp',
  'bridge',
  '802.1q',
  'vlan-filtering',
  'macvlan',
  'netem',
  'tc-matchall',
  'tc-flower',
  'tc-u32',
  'tc-mirred',
  'tc-drop',
  'tc-label',
  'conntrack',
  'vrrp-multicast',
  'keepalived',
  'openvswitch',
  'tun',
  'perl',
  'ping',
  'nft',
  'nat',
  'policy-routing',
  'frr',
  'tcpdump',
] as const

/** One that an agent has a probe for. */
export type KnownCapability = (typeof CAPABILITIES)[number]

/** What something needs, by its name; `isCapability` says whether it can be asked for. */
export type Capability = string

export const isCapability = (name: string): name is KnownCapability => CAPABILITIES.some((one) => one === name)

/** What a probe of one capability found. */
export interface Finding {
  readonly ok: boolean
  /** What was made, or what the kernel said. */
  readonly why: string
  /** What would have to be loaded first, by whoever runs the machine. */
  readonly modules?: readonly string[]
  /** The machine's program without which nobody can say. */
  readonly program?: Program
}
