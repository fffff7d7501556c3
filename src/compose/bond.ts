import { isIPv4 } from 'node:net'
import { ms, seconds } from '../model/time.ts'
import type { BondConfig, BondMonitor } from '../model/topology.ts'
import type { Parameters } from './parameters.ts'

/** All of `BondOptions` but the members, as the model has it. */
export function readBond(parameters: Parameters): BondConfig {
  const mode = parameters.oneOf('mode', 'active-backup', ['active-backup', '802.3ad'])
  const monitor = readBondMonitor(parameters)
  if (mode === 'active-backup') {
    for (const name of ['lacpRate', 'hash', 'minLinks', 'system', 'portKey']) refuse(parameters, name, '802.3ad')
    const primary = parameters.named('primary')
    const primaryReselect = parameters.oneOf('primaryReselect', 'always', ['always', 'better', 'failure'])
    return { mode, monitor, ...(primary === undefined ? {} : { primary }), primaryReselect }
  }
  for (const name of ['primary', 'primaryReselect', 'arpMonitor']) refuse(parameters, name, 'active-backup')
  return {
    mode,
    monitor,
    lacpRate: parameters.oneOf('lacpRate', 'slow', ['slow', 'fast']),
    hash: parameters.oneOf('hash', 'layer2', ['layer2', 'layer2+3', 'layer3+4']),
    minLinks: parameters.integer('minLinks', 0, { min: 0, max: 255 }),
    ...(parameters.has('system') ? { system: readSystem(parameters.inner('system')) } : {}),
    ...(parameters.has('portKey') ? { portKey: parameters.integer('portKey', 0, { min: 0, max: 1023 }) } : {}),
  }
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
export function readBondMonitor(parameters: Parameters, targets: readonly string[] = []): BondMonitor {
  if (!parameters.has('arpMonitor')) return readMii(parameters)
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
  arp.rejectUnknown()
  return { by: 'arp', intervalNs, targets: chosen, missedMax, validate }
}

/** `miimon`, `updelay`, `downdelay`. */
export function readMii(parameters: Parameters): BondMonitor {
  const miimonNs = milliseconds(parameters, 'miimon', '100ms')
  const delay = (name: string): number => {
    const ns = milliseconds(parameters, name, '0ms')
    if (ns % miimonNs === 0) return ns
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
  return { by: 'mii', miimonNs, updelayNs: delay('updelay'), downdelayNs: delay('downdelay') }
}

function milliseconds(parameters: Parameters, name: string, fallback: '100ms' | '0ms'): number {
  const ns = parameters.duration(name, fallback, { ...(fallback === '0ms' ? { min: 0 } : {}), max: seconds(3600) })
  if (ns % ms(1) === 0) return ns
  parameters.problem(
    'not-a-multiple',
    parameters.describe(name),
    {
      allowed: 'whole milliseconds: bonding counts in them',
    },
    name,
  )
  return ms(100)
}

function refuse(parameters: Parameters, name: string, mode: BondConfig['mode']): void {
  if (parameters.has(name))
    parameters.problem('not-in-this-mode', `${parameters.describe(name)}, which is for ${mode} only`, {}, name)
}
