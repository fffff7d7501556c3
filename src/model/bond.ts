import type { Ns } from './time.ts'

/** `xmit_hash_policy`: the fields of a packet that decide its member. */
export const TRANSMIT_HASHES = ['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'] as const
export type TransmitHash = (typeof TRANSMIT_HASHES)[number]

export type BondConfig =
  | {
      readonly mode: 'active-backup'
      readonly monitor: BondMonitor
      readonly primary?: string
      readonly primaryReselect: 'always' | 'better' | 'failure'
    }
  | {
      readonly mode: '802.3ad'
      readonly monitor: BondMonitor
      readonly lacpRate: 'fast' | 'slow'
      readonly hash: TransmitHash
      readonly minLinks: number
      /** `ad_actor_system`, `ad_actor_sys_prio`: switches that say the same are one LACP system. Default: the bond's MAC. */
      readonly system?: { readonly mac: string; readonly priority: number }
      /** `ad_user_port_key`, 1 to 1023: which LAG of the system a port belongs to. Default 0, the kernel's. */
      readonly portKey?: number
    }
  /** A static LAG: every member with light is in use, and nobody is asked. */
  | { readonly mode: 'balance-xor'; readonly monitor: BondMonitor; readonly hash: TransmitHash }

export const BOND_MODES = ['active-backup', '802.3ad', 'balance-xor'] as const satisfies readonly BondConfig['mode'][]

export type BondMonitor =
  /** miimon 0: a leg is in use whether it has light or not. */
  | { readonly by: 'none' }
  | { readonly by: 'mii'; readonly miimonNs: Ns; readonly updelayNs: Ns; readonly downdelayNs: Ns }
  | {
      readonly by: 'arp'
      readonly intervalNs: Ns
      readonly targets: readonly string[]
      /** `arp_missed_max`. */
      readonly missedMax: number
      readonly validate: 'none' | 'active' | 'backup' | 'all'
    }
