import { isIPv4 } from 'node:net'
import { seconds } from '../model/time.ts'
import {
  BOND_MODES,
  needsMonitor,
  TRANSMIT_HASHES,
  type BondConfig,
  type BondMode,
  type BondMonitor,
} from '../model/bond.ts'
import type { Parameters } from '../words/parameters.ts'

/** Of a monitor's times. */
const LONGEST = seconds(3600)

/** Options that some modes do not have. */
const OF_MODES: readonly (readonly [name: string, modes: readonly BondMode[]])[] = [
  ['primary', ['active-backup']],
  ['primaryReselect', ['active-backup']],
  ['arpMonitor', ['active-backup']],
  ['lacpRate', ['802.3ad']],
  ['adSelect', ['802.3ad']],
  ['numGratArp', ['active-backup']],
  ['peerNotifDelay', ['active-backup']],
  ['failOverMac', ['active-backup']],
  ['resendIgmp', ['active-backup']],
  ['allSlavesActive', ['active-backup']],
  ['hash', ['802.3ad', 'balance-xor']],
  ['minLinks', ['802.3ad']],
  ['system', ['802.3ad']],
  ['portKey', ['802.3ad']],
]

/** All of `BondOptions` but the members, as the model has it. */
export function readBond(parameters: Parameters): BondConfig {
  const mode = parameters.oneOf('mode', 'active-backup', BOND_MODES)
  const monitor = readBondMonitor(parameters, { optional: !needsMonitor(mode) })
  for (const [name, modes] of OF_MODES) if (!modes.includes(mode)) refuse(parameters, name, modes)
  switch (mode) {
    case 'active-backup': {
      const primary = parameters.named('primary')
      const primaryReselect = parameters.oneOf('primaryReselect', 'always', ['always', 'better', 'failure'])
      return {
        mode,
        monitor,
        ...(primary === undefined ? {} : { primary }),
        primaryReselect,
        ...readFailover(parameters, monitor),
      }
    }
    case '802.3ad':
      return {
        mode,
        monitor,
        lacpRate: parameters.oneOf('lacpRate', 'slow', ['slow', 'fast']),
        hash: parameters.oneOf('hash', 'layer2', TRANSMIT_HASHES),
        minLinks: parameters.integer('minLinks', 0, { min: 0, max: 255 }),
        ...(parameters.has('system') ? { system: readSystem(parameters.inner('system')) } : {}),
        ...(parameters.has('portKey') ? { portKey: parameters.integer('portKey', 0, { min: 0, max: 1023 }) } : {}),
        ...readAdSelect(parameters),
      }
    case 'balance-xor':
      return { mode, monitor, hash: parameters.oneOf('hash', 'layer2', TRANSMIT_HASHES) }
    case 'balance-rr':
    case 'broadcast':
    case 'balance-tlb':
    case 'balance-alb':
      return { mode, monitor }
  }
}

type ActiveBackup = Extract<BondConfig, { mode: 'active-backup' }>

/** What it does beside changing its active member; the kernel's defaults are left out. */
function readFailover(parameters: Parameters, monitor: BondMonitor): Partial<ActiveBackup> {
  const times = { min: 0, max: 255 }
  const failOverMac = parameters.oneOf('failOverMac', 'none', ['none', 'active', 'follow'])
  const numGratArp = parameters.integer('numGratArp', 1, times)
  const resendIgmp = parameters.integer('resendIgmp', 1, times)
  const peerNotifDelayNs = readPeerNotifDelay(parameters, monitor)
  return {
    ...(numGratArp === 1 ? {} : { numGratArp }),
    ...(peerNotifDelayNs === 0 ? {} : { peerNotifDelayNs }),
    ...(failOverMac === 'none' ? {} : { failOverMac }),
    ...(resendIgmp === 1 ? {} : { resendIgmp }),
    ...(parameters.boolean('allSlavesActive', false) ? { allSlavesActive: true } : {}),
  }
}

/** A multiple of miimon, as the other delays; the kernel refuses it without miimon, and above 300 s (bond_peer_notif_delay_tbl). */
function readPeerNotifDelay(parameters: Parameters, monitor: BondMonitor): number {
  const ns = milliseconds(parameters, 'peerNotifDelay', '0ms', 0, seconds(300))
  if (ns === 0 || (monitor.by === 'mii' && ns % monitor.miimonNs === 0)) return ns
  parameters.problem(
    monitor.by === 'mii' ? 'not-a-multiple' : 'no-monitor',
    `${parameters.describe('peerNotifDelay')}, ${monitor.by === 'mii' ? 'no multiple of miimon' : 'without miimon'}`,
    { allowed: 'multiples of miimon: the link monitor counts in its looks (bonding.rst)' },
    'peerNotifDelay',
  )
  return 0
}

function readAdSelect(parameters: Parameters): { adSelect?: 'bandwidth' | 'count' } {
  const adSelect = parameters.oneOf('adSelect', 'stable', ['stable', 'bandwidth', 'count'])
  return adSelect === 'stable' ? {} : { adSelect }
}

function readSystem(parameters: Parameters): { readonly mac: string; readonly priority: number } {
  const mac = parameters.text('mac') ?? ''
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac))
    parameters.problem('bad-mac', parameters.describe('mac'), { allowed: 'six bytes in hex: 02:00:00:00:02:00' }, 'mac')
  const priority = parameters.integer('priority', 65_535, { min: 1, max: 65_535 })
  parameters.rejectUnknown()
  return { mac, priority }
}

/**
 * `miimon`, `updelay`, `downdelay`, or `arpMonitor`; `targets` where its targets are not given.
 * The kernel takes whole milliseconds, and rounds the delays down to a multiple of miimon.
 */
export function readBondMonitor(
  parameters: Parameters,
  { targets = [], optional = true }: { readonly targets?: readonly string[]; readonly optional?: boolean } = {},
): BondMonitor {
  if (!parameters.has('arpMonitor')) return readMii(parameters, { optional })
  for (const name of ['miimon', 'updelay', 'downdelay']) {
    if (parameters.has(name))
      parameters.problem(
        'two-monitors',
        `${parameters.describe(name)} beside arpMonitor`,
        {
          allowed: 'miimon or arpMonitor: a bond has one monitor',
        },
        name,
      )
  }
  const arp = parameters.inner('arpMonitor')
  const given = arp.names('targets')
  const intervalNs = milliseconds(arp, 'interval', '100ms')
  const missedMax = arp.integer('missedMax', 2, { min: 1, max: 255 })
  const validate = arp.oneOf('validate', 'none', ['none', 'active', 'backup', 'all'])
  const chosen = given.length > 0 ? given : targets
  if (chosen.length < 1 || chosen.length > 16 || !chosen.every((target) => isIPv4(target))) {
    arp.problem('bad-address', `the targets of arpMonitor are ${chosen.join(', ') || 'missing'}`, {
      allowed: '1 to 16 IPv4 addresses',
    })
  }
  const allTargets = arp.oneOf('allTargets', 'any', ['any', 'all']) === 'all'
  if (allTargets && validate !== 'all')
    arp.problem(
      'not-validated',
      `${arp.describe('allTargets')} beside validate '${validate}'`,
      {
        allowed:
          "validate: 'all': only validated members count the answers of each target (bond_main.c: slave_last_rx), and others would never be up",
      },
      'allTargets',
    )
  arp.rejectUnknown()
  return { by: 'arp', intervalNs, targets: chosen, missedMax, validate, ...(allTargets ? { allTargets } : {}) }
}

/**
 * `miimon`, `updelay`, `downdelay`. A LAG by LACP always has this monitor (bond_options.c: bond_option_mode_set); where it is
 * `optional`, miimon 0 is none, and the kernel takes no delays then (_bond_option_delay_set).
 */
export function readMii(parameters: Parameters, { optional = false } = {}): BondMonitor {
  const miimonNs = milliseconds(parameters, 'miimon', '100ms', optional ? 0 : undefined)
  const delay = (name: string): number => {
    const ns = milliseconds(parameters, name, '0ms', 0)
    if (miimonNs === 0 ? ns === 0 : ns % miimonNs === 0) return ns
    if (miimonNs === 0)
      parameters.problem(
        'no-monitor',
        `${parameters.describe(name)} beside miimon 0ms`,
        { allowed: "'0ms': nothing looks at the members, so nothing can wait" },
        name,
      )
    else
      parameters.problem(
        'not-a-multiple',
        `${parameters.describe(name)}, no multiple of miimon`,
        {
          allowed: 'multiples of miimon: the kernel rounds down to one (bonding.rst)',
        },
        name,
      )
    return 0
  }
  const delays = { updelayNs: delay('updelay'), downdelayNs: delay('downdelay') }
  return miimonNs === 0 ? { by: 'none' } : { by: 'mii', miimonNs, ...delays }
}

/** Bonding counts in milliseconds. */
const milliseconds = (
  parameters: Parameters,
  name: string,
  fallback: '100ms' | '0ms',
  min?: 0,
  max = LONGEST,
): number => parameters.duration(name, fallback, { ...(min === undefined ? {} : { min }), max, whole: 'milliseconds' })

function refuse(parameters: Parameters, name: string, modes: readonly string[]): void {
  if (parameters.has(name))
    parameters.problem(
      'not-in-this-mode',
      `${parameters.describe(name)}, which is for ${modes.join(' and ')} only`,
      {},
      name,
    )
}
