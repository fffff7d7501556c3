import { Parameters, readStpTimers, type SpanningTreeOptions } from '../../src/model/compose/index.ts'
import type { DurationText } from '../../src/model/time.ts'

export interface RedundantSwitchesOptions {
  /** Access switches, each with a cable to either distribution switch, 1 to 16. Default 2. */
  readonly access?: number
  /** Hosts at each access switch, 1 to 8. Default 1. */
  readonly hosts?: number
  /** What keeps frames from going round. 'stp': IEEE 802.1D, the kernel's. Default 'stp'. */
  readonly loopFree?: 'stp'
  /** Tagged VLANs on every trunk, 1 to 4094; hosts and servers are in each. Default: none, untagged. */
  readonly vlans?: readonly number[]
  /** Bridge priorities, multiples of 4096; the root's is the lowest. Default { root: 4096, backup: 8192, access: 32768 }. */
  readonly priority?: { readonly root?: number; readonly backup?: number; readonly access?: number }
  /** Costs of a way by an uplink and by the peer link, 1 to 65535. Default { uplink: 4, peer: 4 } (1 Gb/s). */
  readonly cost?: { readonly uplink?: number; readonly peer?: number }
  /** How often the root speaks, 1 to 10 s. Default '2s'. */
  readonly hello?: DurationText
  /** How long what was heard of the root holds, 6 to 40 s. Default '20s'. */
  readonly maxAge?: DurationText
  /** How long a port listens, and then learns, 2 to 30 s. Default '15s'. */
  readonly forwardDelay?: DurationText
  /** Ports of hosts and servers are shut by the first BPDU that comes in there. Default true. */
  readonly bpduGuard?: boolean
}

/** What was asked for, with every default in its place. */
export interface Read {
  readonly counts: { readonly access: number; readonly hosts: number }
  readonly vlans: readonly number[]
  readonly tree: TreeOptions
}

/** What its switches are told of the spanning tree. */
export interface TreeOptions {
  readonly priority: { readonly root: number; readonly backup: number; readonly access: number }
  readonly cost: { readonly uplink: number; readonly peer: number }
  readonly timers: Omit<SpanningTreeOptions, 'priority'>
  readonly bpduGuard: boolean
}

export function read(options: RedundantSwitchesOptions): Read {
  const parameters = new Parameters('redundantSwitches', options)
  const counts = {
    access: parameters.integer('access', 2, { min: 1, max: 16 }),
    hosts: parameters.integer('hosts', 1, { min: 1, max: 8 }),
  }
  parameters.oneOf('loopFree', 'stp', ['stp'])
  const vlans = parameters.integers('vlans', { min: 1, max: 4094, code: 'vlan-out-of-range' })
  if (new Set(vlans).size < vlans.length)
    parameters.problem('duplicate-vlan', 'vlans of redundantSwitches holds a VLAN twice')
  const priority = readPriorities(parameters.inner('priority'))
  const given = parameters.inner('cost')
  const way = (name: 'uplink' | 'peer'): number => given.integer(name, 4, { min: 1, max: 65_535 })
  const cost = { uplink: way('uplink'), peer: way('peer') }
  given.rejectUnknown()
  readStpTimers(parameters)
  const bpduGuard = parameters.boolean('bpduGuard', true)
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { hello = '2s', maxAge = '20s', forwardDelay = '15s' } = options
  return { counts, vlans, tree: { priority, cost, timers: { hello, maxAge, forwardDelay }, bpduGuard } }
}

function readPriorities(parameters: Parameters): TreeOptions['priority'] {
  const one = (name: 'root' | 'backup' | 'access', fallback: number): number => {
    const value = parameters.integer(name, fallback, { min: 0, max: 61_440, code: 'bad-priority' })
    if (value % 4096 === 0) return value
    parameters.problem('bad-priority', parameters.describe(name), {
      allowed: 'multiples of 4096 (IEEE 802.1D-2004 9.2.5)',
    })
    return fallback
  }
  const priority = { root: one('root', 4096), backup: one('backup', 8192), access: one('access', 32_768) }
  parameters.rejectUnknown()
  if (priority.root >= priority.backup || priority.backup >= priority.access)
    parameters.problem(
      'another-root',
      `priorities of redundantSwitches: root ${String(priority.root)}, backup ${String(priority.backup)}, access ${String(priority.access)}`,
      { allowed: 'root below backup below access: the lowest becomes the root' },
    )
  return priority
}
