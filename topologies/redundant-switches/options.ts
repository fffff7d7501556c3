import {
  Parameters,
  readRstpBy,
  readRstpTimers,
  readStpTimers,
  type RapidSpanningTreeOptions,
  type SpanningTreeOptions,
  readVlanList,
} from '../../src/compose/index.ts'
import { inSeconds, type DurationText } from '../../src/model/time.ts'
import { readLag, readPairTimers, type LagOptions, type PairTimers } from '../mlag/options.ts'
import type { PairOptions } from '../mlag/pair.ts'
import { refuseWhatDoesNotApply } from '../parts/applies.ts'
import type { Vlan } from '../../src/model/vlans.ts'

interface LayersOptions {
  /** Access switches, each with two uplinks, 1 to 16. Default 2. */
  readonly access?: number
  /** Hosts at each access switch, 1 to 8. Default 1. */
  readonly hosts?: number
  /** Tagged VLANs on every trunk, 1 to 4094; hosts and servers are in each. Default: none, untagged. */
  readonly vlans?: readonly Vlan[]
}

interface AnyTreeOptions extends LayersOptions {
  /** Bridge priorities, multiples of 4096; the root's is the lowest. Default { root: 4096, backup: 8192, access: 32768 }. */
  readonly priority?: { readonly root?: number; readonly backup?: number; readonly access?: number }
  /** Costs of a way by an uplink and by the peer link, 1 to 65535. Default { uplink: 4, peer: 4 } (1 Gb/s). */
  readonly cost?: { readonly uplink?: number; readonly peer?: number }
}

/** IEEE 802.1D, the kernel's: one of two uplinks is blocked. */
export interface TreeSwitchesOptions extends AnyTreeOptions {
  /** How frames are kept from going round: by 802.1D of the kernel. Default 'stp'. */
  readonly loopFree?: 'stp'
  /** Time between two BPDUs of the root, 1 to 10 s, whole seconds. Default '2s'. */
  readonly hello?: DurationText
  /** Age at which a BPDU about the root is discarded, 6 to 40 s, whole seconds. Default '20s'. */
  readonly maxAge?: DurationText
  /** Time in listening, and again in learning, before a port forwards: 2 to 30 s, whole seconds. Default '15s'. */
  readonly forwardDelay?: DurationText
  /** Ports of hosts and servers are shut by the first BPDU that comes in there. Default true. */
  readonly bpduGuard?: boolean
  /**
   * Ports of the distribution towards access never become the way to the root: no access switch takes the root's place. With
   * the peer link lost, the backup root's own ports to access stay shut. Default false.
   */
  readonly rootGuard?: boolean
}

/** IEEE 802.1D-2004: one of two uplinks discards, and forwards without delay when it is needed. */
export interface RapidTreeSwitchesOptions extends AnyTreeOptions {
  /** How frames are kept from going round: by RSTP. */
  readonly loopFree: 'rstp'
  /** What runs it: Open vSwitch, whose bridges the switches have, or 'mstpd' on bridges of the kernel (Linux 7.3). Default 'openvswitch'. */
  readonly by?: 'openvswitch' | 'mstpd'
  /** Age at which information about the root is discarded; each bridge that relays it adds a second. 6 to 40 s, whole seconds. Default '20s'. */
  readonly maxAge?: DurationText
  /** Time in each of discarding and learning for a port whose neighbour sends no agreement, 4 to 30 s, whole seconds. Default '15s'. */
  readonly forwardDelay?: DurationText
}

/** The distribution is a stack, one logical switch: both uplinks are one LAG. */
export interface LagSwitchesOptions extends LayersOptions, LagOptions {
  /** How frames are kept from going round: by one LAG for each access switch, to a stack. */
  readonly loopFree: 'lag'
}

/** The distribution is an MLAG pair: both uplinks are one LAG to two switches. */
export interface MlagSwitchesOptions extends LayersOptions, LagOptions, PairTimers {
  /** How frames are kept from going round: by one LAG for each access switch, to an MLAG pair. */
  readonly loopFree: 'mlag'
}

export type RedundantSwitchesOptions =
  TreeSwitchesOptions | RapidTreeSwitchesOptions | LagSwitchesOptions | MlagSwitchesOptions

/** What was asked for, with every default in its place. */
export interface Read {
  readonly counts: { readonly access: number; readonly hosts: number }
  readonly vlans: readonly Vlan[]
  readonly way: LoopAvoidance
}

/** What keeps frames from going round, and what its switches are told. */
export type LoopAvoidance =
  | { readonly loopFree: 'stp' | 'rstp'; readonly tree: TreeOptions }
  | { readonly loopFree: 'lag'; readonly bond: PairOptions['bond'] }
  | { readonly loopFree: 'mlag'; readonly pair: PairOptions }

export type TreeOptions = Ways &
  (
    | ({ readonly rapid: false; readonly timers: Omit<SpanningTreeOptions, 'priority'> } & Guards)
    | { readonly rapid: true; readonly timers: Omit<RapidSpanningTreeOptions, 'priority'> }
  )

interface Guards {
  readonly bpduGuard: boolean
  readonly rootGuard: boolean
}

/** What decides which way is taken. */
interface Ways {
  readonly priority: { readonly root: number; readonly backup: number; readonly access: number }
  readonly cost: { readonly uplink: number; readonly peer: number }
}

type LoopFree = LoopAvoidance['loopFree']

const KERNEL: readonly LoopFree[] = ['stp']
const RAPID: readonly LoopFree[] = ['rstp']
const TREES: readonly LoopFree[] = ['stp', 'rstp']
const BONDS: readonly LoopFree[] = ['lag', 'mlag']
const PAIR: readonly LoopFree[] = ['mlag']

/** What only some ways of keeping frames from going round can be told. */
const ONLY_WITH: Readonly<Record<string, readonly LoopFree[]>> = {
  ...{ priority: TREES, cost: TREES, maxAge: TREES, forwardDelay: TREES, hello: KERNEL, by: RAPID },
  ...{ bpduGuard: KERNEL, rootGuard: KERNEL },
  ...{ lacpRate: BONDS, hash: BONDS, miimon: BONDS },
  ...{ splitBrain: PAIR, delayRestore: PAIR, aloneAfter: PAIR, keepalive: PAIR, deadAfter: PAIR },
}

export function read(options: RedundantSwitchesOptions): Read {
  const parameters = new Parameters('redundantSwitches', options)
  const counts = {
    access: parameters.integer('access', 2, { min: 1, max: 16 }),
    hosts: parameters.integer('hosts', 1, { min: 1, max: 8 }),
  }
  const loopFree = parameters.oneOf('loopFree', 'stp', ['stp', 'rstp', 'lag', 'mlag'])
  const vlans = readVlanList(parameters, 'vlans')
  refuseWhatDoesNotApply(parameters, 'redundantSwitches', loopFree, ONLY_WITH)
  const way = readWay(parameters, loopFree, vlans)
  parameters.rejectUnknown()
  parameters.throwProblems()
  return { counts, vlans, way }
}

function readWay(parameters: Parameters, loopFree: LoopFree, vlans: readonly Vlan[]): LoopAvoidance {
  switch (loopFree) {
    case 'stp':
      return { loopFree, tree: { ...readWays(parameters), ...readKernelTree(parameters) } }
    case 'rstp': {
      const { maxAgeNs, forwardDelayNs } = readRstpTimers(parameters)
      const timers = { maxAge: inSeconds(maxAgeNs), forwardDelay: inSeconds(forwardDelayNs) }
      return {
        loopFree,
        tree: { ...readWays(parameters), rapid: true, timers: { ...timers, by: readRstpBy(parameters) } },
      }
    }
    case 'lag':
      return { loopFree, bond: readLag(parameters) }
    case 'mlag': {
      const bond = readLag(parameters)
      return { loopFree, pair: { vlans, bond, timers: readPairTimers(parameters, 'redundantSwitches') } }
    }
  }
}

function readWays(parameters: Parameters): Ways {
  const priority = readPriorities(parameters.inner('priority'))
  const given = parameters.inner('cost')
  const cost = {
    uplink: given.integer('uplink', 4, { min: 1, max: 65_535 }),
    peer: given.integer('peer', 4, { min: 1, max: 65_535 }),
  }
  given.rejectUnknown()
  return { priority, cost }
}

function readKernelTree(parameters: Parameters): Omit<Extract<TreeOptions, { rapid: false }>, keyof Ways> {
  const { helloNs, maxAgeNs, forwardDelayNs } = readStpTimers(parameters)
  const guards = {
    bpduGuard: parameters.boolean('bpduGuard', true),
    rootGuard: parameters.boolean('rootGuard', false),
  }
  const timers = {
    hello: inSeconds(helloNs),
    maxAge: inSeconds(maxAgeNs),
    forwardDelay: inSeconds(forwardDelayNs),
  }
  return { rapid: false, timers, ...guards }
}

function readPriorities(parameters: Parameters): Ways['priority'] {
  const one = (name: 'root' | 'backup' | 'access', fallback: number): number => {
    const value = parameters.integer(name, fallback, { min: 0, max: 61_440, code: 'bad-priority' })
    if (value % 4096 === 0) return value
    parameters.problem(
      'bad-priority',
      parameters.describe(name),
      {
        allowed: 'multiples of 4096 (IEEE 802.1D-2004 9.2.5)',
      },
      name,
    )
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
