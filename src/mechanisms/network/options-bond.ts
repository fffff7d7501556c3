import { isIPv4 } from 'node:net'
import {
  HASH_NUMBERS,
  MODE_NUMBERS,
  needsMonitor,
  type BondConfig,
  type BondMode,
  type BondMonitor,
  type TransmitHash,
} from '../../model/bond.ts'
import type { UnreadLine } from '../../model/own-file.ts'
import { ms } from '../../model/time.ts'

/** An option of a bond under the kernel's name, as `ip link` and /sys/class/net/bond0/bonding have it; times in milliseconds. */
export interface BondWord extends UnreadLine {
  readonly name: string
  readonly value: string
}

const MODES = Object.keys(MODE_NUMBERS) as readonly BondMode[]
const HASHES = Object.keys(HASH_NUMBERS) as readonly TransmitHash[]

/** Changes nothing that theory knows of, with these values. */
const IDLE: Readonly<Record<string, RegExp>> = {
  use_carrier: /^1$/,
  packets_per_slave: /^1$/,
  tlb_dynamic_lb: /^[01]$/,
  lp_interval: /^\d+$/,
  coupled_control: /^(1|on)$/,
  lacp_active: /^(1|on)$/,
  num_unsol_na: /^\d+$/,
}

/**
 * A bond of these options, with the kernel's defaults and what it makes of them: no link monitor unless one is asked for, but in modes
 * that need one (bond_options.c: bond_option_mode_set), and delays rounded down to its looks (_bond_option_delay_set).
 */
export function ownBond(words: readonly BondWord[]): {
  readonly bond: BondConfig
  readonly unread: readonly UnreadLine[]
} {
  const reader = new BondReader(words)
  return { bond: reader.bond(), unread: reader.unread() }
}

class BondReader {
  readonly #words: ReadonlyMap<string, BondWord>
  readonly #read = new Set<string>()
  readonly #refused = new Set<BondWord>()

  constructor(words: readonly BondWord[]) {
    this.#words = new Map(words.map((word) => [word.name, word]))
  }

  /** What is not understood: other options, and values that are none. */
  unread(): readonly UnreadLine[] {
    return [...this.#words.values()].filter(
      (word) => this.#refused.has(word) || !(this.#read.has(word.name) || IDLE[word.name]?.test(word.value) === true),
    )
  }

  bond(): BondConfig {
    const mode = this.#oneOf('mode', MODES, 'balance-rr')
    const monitor = this.#monitor(mode)
    this.#skipOthers(mode)
    switch (mode) {
      case 'active-backup':
        return { mode, monitor, ...this.#activeBackup(monitor) }
      case '802.3ad':
        return { mode, monitor, ...this.#lacp() }
      case 'balance-xor':
        return { mode, monitor, hash: this.#oneOf('xmit_hash_policy', HASHES, 'layer2') }
      case 'balance-rr':
      case 'broadcast':
      case 'balance-tlb':
      case 'balance-alb':
        return { mode, monitor }
    }
  }

  #activeBackup(monitor: BondMonitor): Omit<Extract<BondConfig, { mode: 'active-backup' }>, 'mode' | 'monitor'> {
    const primary = this.#text('primary')
    const failOverMac = this.#oneOf('fail_over_mac', ['none', 'active', 'follow'], 'none')
    // The kernel keeps one number for both.
    const numGratArp = this.#whole(this.#words.has('num_grat_arp') ? 'num_grat_arp' : 'num_unsol_na', 1, 255)
    const resendIgmp = this.#whole('resend_igmp', 1, 255)
    const delay = this.#whole('peer_notify_delay', 0, 300_000)
    const peerNotifDelayNs = monitor.by === 'mii' ? roundedDown(ms(delay), monitor.miimonNs) : 0
    if (delay > 0 && monitor.by !== 'mii') this.#refuse('peer_notify_delay')
    return {
      ...(primary === undefined || primary === '' ? {} : { primary }),
      primaryReselect: this.#oneOf('primary_reselect', ['always', 'better', 'failure'], 'always'),
      ...(numGratArp === 1 ? {} : { numGratArp }),
      ...(peerNotifDelayNs === 0 ? {} : { peerNotifDelayNs }),
      ...(failOverMac === 'none' ? {} : { failOverMac }),
      ...(resendIgmp === 1 ? {} : { resendIgmp }),
      ...(this.#oneOf('all_slaves_active', ['0', '1'], '0') === '1' ? { allSlavesActive: true as const } : {}),
    }
  }

  #lacp(): Omit<Extract<BondConfig, { mode: '802.3ad' }>, 'mode' | 'monitor'> {
    const adSelect = this.#oneOf('ad_select', ['stable', 'bandwidth', 'count'], 'stable')
    const mac = this.#text('ad_actor_system')?.toLowerCase()
    const isMac = mac !== undefined && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac)
    const priority = this.#whole('ad_actor_sys_prio', 65_535, 65_535, 1)
    const portKey = this.#whole('ad_user_port_key', 0, 1023)
    if (mac !== undefined && !isMac) this.#refuse('ad_actor_system')
    if (priority !== 65_535 && !isMac) this.#refuse('ad_actor_sys_prio')
    return {
      lacpRate: this.#oneOf('lacp_rate', ['slow', 'fast'], 'slow'),
      hash: this.#oneOf('xmit_hash_policy', HASHES, 'layer2'),
      minLinks: this.#whole('min_links', 0, 255),
      ...(isMac ? { system: { mac, priority } } : {}),
      ...(portKey === 0 ? {} : { portKey }),
      ...(adSelect === 'stable' ? {} : { adSelect }),
    }
  }

  #monitor(mode: BondMode): BondMonitor {
    const isNeeded = needsMonitor(mode)
    const miimon = this.#whole('miimon', isNeeded ? DEFAULT_MIIMON_MS : 0, 3_600_000)
    const [updelay, downdelay, interval] = ['updelay', 'downdelay', 'arp_interval'].map((name) =>
      this.#whole(name, 0, 3_600_000),
    ) as [number, number, number]
    if (isNeeded && miimon === 0) this.#refuse('miimon')
    if (miimon > 0) {
      // Of two monitors the kernel keeps one, and which one depends on the order in which they are set.
      if (interval > 0) this.#refuse('arp_interval')
      for (const name of ARP) this.#read.add(name)
      const miimonNs = ms(miimon)
      const [updelayNs, downdelayNs] = [roundedDown(ms(updelay), miimonNs), roundedDown(ms(downdelay), miimonNs)]
      return { by: 'mii', miimonNs, updelayNs, downdelayNs }
    }
    if (updelay > 0) this.#refuse('updelay')
    if (downdelay > 0) this.#refuse('downdelay')
    return interval > 0 ? this.#arpMonitor(mode, interval) : { by: 'none' }
  }

  #arpMonitor(mode: BondMode, intervalMs: number): BondMonitor {
    const targets = (this.#text('arp_ip_target') ?? '').split(/[\s,]+/).filter((one) => one !== '')
    if (mode !== 'active-backup') this.#refuse('arp_interval')
    if (targets.length < 1 || targets.length > 16 || !targets.every((one) => isIPv4(one)))
      this.#refuse(this.#words.has('arp_ip_target') ? 'arp_ip_target' : 'arp_interval')
    const validate = this.#oneOf('arp_validate', ['none', 'active', 'backup', 'all'], 'none')
    const allTargets = this.#oneOf('arp_all_targets', ['any', 'all'], 'any') === 'all'
    const missedMax = this.#whole('arp_missed_max', 2, 255, 1)
    const asked = { intervalNs: ms(intervalMs), targets, missedMax, validate }
    return { by: 'arp', ...asked, ...(allTargets ? { allTargets } : {}) }
  }

  /** Options of other modes: the kernel refuses them, or has no use for them. */
  #skipOthers(mode: BondMode): void {
    for (const [name, modes] of OF_MODES) if (!modes.includes(mode)) this.#read.add(name)
  }

  #text(name: string): string | undefined {
    this.#read.add(name)
    return this.#words.get(name)?.value
  }

  #refuse(name: string): void {
    const word = this.#words.get(name)
    if (word !== undefined) this.#refused.add(word)
  }

  /** By its name, or by the kernel's number of it. */
  #oneOf<const Choice extends string>(name: string, choices: readonly Choice[], fallback: NoInfer<Choice>): Choice {
    const text = this.#text(name)
    if (text === undefined) return fallback
    const found = choices.find((choice, number) => text === choice || text === String(number))
    if (found === undefined) this.#refuse(name)
    return found ?? fallback
  }

  #whole(name: string, fallback: number, max: number, min = 0): number {
    const text = this.#text(name)
    if (text === undefined) return fallback
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    this.#refuse(name)
    return fallback
  }
}

/** BOND_DEFAULT_MIIMON. */
const DEFAULT_MIIMON_MS = 100

const ARP = ['arp_ip_target', 'arp_validate', 'arp_all_targets', 'arp_missed_max']

const OF_MODES: readonly (readonly [name: string, modes: readonly BondMode[]])[] = [
  ...['primary', 'primary_reselect'].map((name) => [name, ['active-backup', 'balance-tlb', 'balance-alb']] as const),
  ...['num_grat_arp', 'peer_notify_delay', 'resend_igmp'].map((name) => [name, ['active-backup']] as const),
  ...['lacp_rate', 'ad_select', 'ad_actor_system', 'ad_actor_sys_prio', 'ad_user_port_key'].map(
    (name) => [name, ['802.3ad']] as const,
  ),
  ['xmit_hash_policy', ['802.3ad', 'balance-xor']],
]

const roundedDown = (value: number, step: number): number => value - (value % step)
