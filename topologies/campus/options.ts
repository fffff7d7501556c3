import {
  Parameters,
  readMii,
  readRstpBy,
  readRstpTimers,
  readStpTimers,
  readVrrp,
  type BondOptions,
  type RapidSpanningTreeOptions,
  type SpanningTreeOptions,
  type VrrpOptions,
  readVlanList,
} from '../../src/compose/index.ts'
import { inSeconds, type DurationText } from '../../src/model/time.ts'
import { readLag, readPairTimers, type LagOptions, type PairTimers } from '../mlag/options.ts'
import type { PairOptions } from '../mlag/pair.ts'
import { refuseWhatDoesNotApply } from '../parts/applies.ts'
import type { Vlan } from '../../src/model/vlans.ts'

interface CommonOptions extends VrrpOptions {
  /** Access switches, 2 to 48; with 'mlag' an even number, for they come in pairs. Default 2. */
  readonly access?: number
  /** Hosts, 1 to 180, each with a leg at two access switches. Default 2. */
  readonly hosts?: number
  /** Servers in the first VLAN, 0 to 16, dual-homed like hosts. Default 1. */
  readonly servers?: number
  /** Access VLANs, 2 to 4094, up to 8; hosts are in them by turns, and r1 and r2 are active in them by turns. Default [10, 20]. */
  readonly vlans?: readonly Vlan[]
}

interface AnyTreeCampusOptions extends CommonOptions {
  /** Time between two looks of a host's bond at the carrier of its legs, in whole milliseconds up to 1 h. Default '100ms'. */
  readonly miimon?: DurationText
  /** Time from a leg's carrier to its use, a multiple of miimon up to 1 h. Default '0ms'. */
  readonly updelay?: DurationText
  /** Time from the loss of a leg's carrier until the bond stops using it, a multiple of miimon up to 1 h. Default '0ms'. */
  readonly downdelay?: DurationText
}

/** Access and distribution are joined by 802.1D; a host uses one of its legs (active-backup). */
export interface TreeCampusOptions extends AnyTreeCampusOptions {
  /** How frames are kept from going round: by 802.1D of the kernel. Default 'stp'. */
  readonly loopFree?: 'stp'
  /** Time between two BPDUs of the root, 1 to 10 s, whole seconds. Default '2s'. */
  readonly hello?: DurationText
  /** Age at which a BPDU about the root is discarded, 6 to 40 s, whole seconds. Default '20s'. */
  readonly maxAge?: DurationText
  /** Time in listening, and again in learning, before a port forwards: 2 to 30 s, whole seconds. Default '15s'. */
  readonly forwardDelay?: DurationText
}

/** The same with a rapid tree (IEEE 802.1D-2004): a port that is needed forwards without delay. */
export interface RapidTreeCampusOptions extends AnyTreeCampusOptions {
  /** How frames are kept from going round: by RSTP. */
  readonly loopFree: 'rstp'
  /** What runs it: Open vSwitch, whose bridges the switches have, or 'mstpd' on bridges of the kernel (Linux 7.3). Default 'openvswitch'. */
  readonly by?: 'openvswitch' | 'mstpd'
  /** Age at which information about the root is discarded; each bridge that relays it adds a second. 6 to 40 s, whole seconds. Default '20s'. */
  readonly maxAge?: DurationText
  /** Time in each of discarding and learning for a port whose neighbour sends no agreement, 4 to 30 s, whole seconds. Default '15s'. */
  readonly forwardDelay?: DurationText
}

/** Access and distribution switches are MLAG pairs; hosts, routers and pairs use both legs of their LAGs. */
export interface MlagCampusOptions extends CommonOptions, LagOptions, PairTimers {
  /** How frames are kept from going round: by MLAG pairs, without a spanning tree. */
  readonly loopFree: 'mlag'
}

export type CampusOptions = TreeCampusOptions | RapidTreeCampusOptions | MlagCampusOptions

/** What was asked for, with every default in its place. */
export interface Read {
  readonly counts: { readonly access: number; readonly hosts: number; readonly servers: number }
  readonly vlans: readonly Vlan[]
  readonly vrrp: VrrpOptions
  readonly way: LoopAvoidance
}

export type LoopAvoidance =
  ({ readonly loopFree: 'stp' | 'rstp' } & TreeWay) | { readonly loopFree: 'mlag'; readonly pair: PairOptions }

export interface TreeWay {
  readonly bond: Pick<BondOptions, 'miimon' | 'updelay' | 'downdelay'>
  readonly tree:
    | { readonly stp: Omit<SpanningTreeOptions, 'priority'> }
    | { readonly rstp: Omit<RapidSpanningTreeOptions, 'priority'> }
}

const MOST_NODES = 200
/** d1, d2, r1, r2, u1, u2, outside. */
const FIXED_NODES = 7
const MOST_VLANS = 8

const KERNEL = ['stp']
const RAPID = ['rstp']
const TREES = ['stp', 'rstp']
const PAIRS = ['mlag']
const ONLY_WITH = {
  ...{ updelay: TREES, downdelay: TREES, maxAge: TREES, forwardDelay: TREES, hello: KERNEL, by: RAPID },
  ...{ lacpRate: PAIRS, hash: PAIRS },
  ...{ splitBrain: PAIRS, delayRestore: PAIRS, aloneAfter: PAIRS, keepalive: PAIRS, deadAfter: PAIRS },
}

export function read(options: CampusOptions): Read {
  const parameters = new Parameters('campus', options)
  const loopFree = parameters.oneOf('loopFree', 'stp', ['stp', 'rstp', 'mlag'])
  const counts = readCounts(parameters, loopFree)
  const vlans = readVlans(parameters)
  refuseWhatDoesNotApply(parameters, 'campus', loopFree, ONLY_WITH)
  const way = loopFree === 'mlag' ? readPairs(parameters, vlans) : readTree(parameters, loopFree, options)
  readVrrp(parameters)
  parameters.rejectUnknown()
  parameters.throwProblems()
  const {
    version = 3,
    advertInterval = '1s',
    preempt = true,
    preemptDelay = '0s',
    downTimerAdverts = 3,
  } = { ...options }
  return { counts, vlans, vrrp: { version, advertInterval, preempt, preemptDelay, downTimerAdverts }, way }
}

function readCounts(parameters: Parameters, loopFree: LoopAvoidance['loopFree']): Read['counts'] {
  const counts = {
    access: parameters.integer('access', 2, { min: 2, max: 48 }),
    hosts: parameters.integer('hosts', 2, { min: 1, max: 180 }),
    servers: parameters.integer('servers', 1, { min: 0, max: 16 }),
  }
  const nodes = FIXED_NODES + counts.access + counts.hosts + counts.servers
  if (nodes > MOST_NODES)
    parameters.problem('out-of-range', `campus has ${String(nodes)} nodes`, { allowed: `up to ${String(MOST_NODES)}` })
  if (loopFree === 'mlag' && counts.access % 2 !== 0)
    parameters.problem(
      'odd-one-out',
      parameters.describe('access'),
      {
        allowed: "an even number with loopFree 'mlag': access switches come in pairs",
      },
      'access',
    )
  return counts
}

function readVlans(parameters: Parameters): readonly Vlan[] {
  const vlans = parameters.has('vlans') ? readVlanList(parameters, 'vlans', 2) : [10, 20]
  if (vlans.length < 1 || vlans.length > MOST_VLANS)
    parameters.problem('out-of-range', `campus has ${String(vlans.length)} VLANs`, {
      allowed: `1 to ${String(MOST_VLANS)}`,
    })
  return vlans
}

function readTree(parameters: Parameters, loopFree: 'stp' | 'rstp', options: AnyTreeCampusOptions): LoopAvoidance {
  readMii(parameters)
  const { miimon = '100ms', updelay = '0ms', downdelay = '0ms' } = { ...options }
  const bond = { miimon, updelay, downdelay }
  if (loopFree === 'stp') {
    const { helloNs, maxAgeNs, forwardDelayNs } = readStpTimers(parameters)
    const stp = { hello: inSeconds(helloNs), maxAge: inSeconds(maxAgeNs), forwardDelay: inSeconds(forwardDelayNs) }
    return { loopFree, bond, tree: { stp } }
  }
  const { maxAgeNs, forwardDelayNs } = readRstpTimers(parameters)
  const timers = { maxAge: inSeconds(maxAgeNs), forwardDelay: inSeconds(forwardDelayNs) }
  return { loopFree, bond, tree: { rstp: { ...timers, by: readRstpBy(parameters) } } }
}

function readPairs(parameters: Parameters, vlans: readonly Vlan[]): LoopAvoidance {
  const bond = readLag(parameters)
  return { loopFree: 'mlag', pair: { vlans, bond, timers: readPairTimers(parameters, 'campus') } }
}
