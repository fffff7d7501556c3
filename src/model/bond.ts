import type { Ns } from './time.ts'

/** `xmit_hash_policy`: the fields of a packet that decide its member. */
export const TRANSMIT_HASHES = ['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'] as const
export type TransmitHash = (typeof TRANSMIT_HASHES)[number]

/** The kernel's (bond_options.c: bond_xmit_hashtype_tbl), in their order. */
export const HASH_NUMBERS: Readonly<Record<TransmitHash, number>> = {
  layer2: 0,
  'layer3+4': 1,
  'layer2+3': 2,
  'encap2+3': 3,
  'encap3+4': 4,
  'vlan+srcmac': 5,
}

export type BondConfig =
  | {
      readonly mode: 'active-backup'
      readonly monitor: BondMonitor
      readonly primary?: string
      readonly primaryReselect: 'always' | 'better' | 'failure'
      /** `num_grat_arp`, 0 to 255: number of announcements of its addresses after a failover. Absent: 1, the kernel's. */
      readonly numGratArp?: number
      /** `peer_notify_delay`, between two of these; a multiple of miimon. Absent: one look of the monitor. */
      readonly peerNotifDelayNs?: Ns
      /** `fail_over_mac`: the bond takes the active member's MAC, or gives that member its own. Absent: all members have the bond's. */
      readonly failOverMac?: 'active' | 'follow'
      /** `resend_igmp`, 0 to 255. Absent: 1, the kernel's. */
      readonly resendIgmp?: number
      /** `all_slaves_active`: it accepts what its standby members receive, too. */
      readonly allSlavesActive?: true
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
      /** `ad_select`: when another aggregator is selected. Absent: stable, the kernel's. */
      readonly adSelect?: 'bandwidth' | 'count'
    }
  /** A static LAG: every member with light is in use, and nobody is asked. */
  | { readonly mode: 'balance-xor'; readonly monitor: BondMonitor; readonly hash: TransmitHash }
  /**
   * Static too: each packet by the next member, or by every member. And two that need no LAG at the switch: tlb spreads what it
   * sends, alb also what it receives, by answering ARP with the MACs of several members.
   */
  | { readonly mode: 'balance-rr' | 'broadcast' | 'balance-tlb' | 'balance-alb'; readonly monitor: BondMonitor }

export type BondMode = BondConfig['mode']

export const BOND_MODES = [
  ...(['active-backup', '802.3ad', 'balance-xor', 'balance-rr', 'broadcast', 'balance-tlb', 'balance-alb'] as const),
] as const satisfies readonly BondMode[]

/** The kernel's (bond_options.c: bond_mode_tbl), in their order. */
export const MODE_NUMBERS: Readonly<Record<BondMode, number>> = {
  'balance-rr': 0,
  'active-backup': 1,
  'balance-xor': 2,
  broadcast: 3,
  '802.3ad': 4,
  'balance-tlb': 5,
  'balance-alb': 6,
}

/** The kernel gives these modes a link monitor where none is configured (bond_options.c: bond_option_mode_set). */
export const needsMonitor = (mode: BondMode): boolean =>
  mode === '802.3ad' || mode === 'balance-tlb' || mode === 'balance-alb'

/** A LAG whose other end has to be one as well, and that asks nobody whether it is. */
export const isStaticLag = (mode: BondMode): boolean =>
  mode === 'balance-xor' || mode === 'balance-rr' || mode === 'broadcast'

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
      /** `arp_all_targets all`: every target has to answer. Absent: any. */
      readonly allTargets?: true
    }
