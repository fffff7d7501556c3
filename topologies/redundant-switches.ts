import { compose, handles, nodeHandle, nth, type Network } from '../src/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import type { StackMember, StackMemberName } from './parts/stack.ts'
import { Ends, type AttachedNode } from './redundant-switches/ends.ts'
import type { Layers } from './redundant-switches/layers.ts'
import {
  read,
  type LagSwitchesOptions,
  type MlagSwitchesOptions,
  type RapidTreeSwitchesOptions,
  type RedundantSwitchesOptions,
  type TreeSwitchesOptions,
  type LoopAvoidance,
} from './redundant-switches/options.ts'
import { PairLayers } from './redundant-switches/pair-layers.ts'
import { Stack } from './redundant-switches/stack.ts'
import { Tree } from './redundant-switches/tree.ts'
import type { Vlan } from '../src/model/vlans.ts'

export type {
  LagSwitchesOptions,
  MlagSwitchesOptions,
  RapidTreeSwitchesOptions,
  RedundantSwitchesOptions,
  TreeSwitchesOptions,
} from './redundant-switches/options.ts'

/** A node and its one cable. */
export interface AtSwitch extends NodeHandle {
  readonly link: CableHandle
}

export interface AccessSwitch extends NodeHandle {
  /** To d1: the root, the primary, or member m1. */
  readonly uplink1: CableHandle
  /** To d2: the backup root, the secondary, or member m2. */
  readonly uplink2: CableHandle
}

export interface TreeAccessSwitch extends AccessSwitch {
  /** The uplink that forwards when the fault strikes. */
  readonly activeUplink: CableSelector
  /** The uplink that is blocked then. */
  readonly standbyUplink: CableSelector
}

export interface RedundantSwitches<Access extends AccessSwitch = AccessSwitch> extends Site {
  /** Host 1, 2, ...: one after the other at access switch 1, 2, ... and round again. */
  host(position: number): AtSwitch
  /** Server 1 is where uplink1 leads, server 2 where uplink2 does. */
  server(position: number): AtSwitch
  access(position: number): Access
  /** 1 is the root or the primary while all is well, 2 takes its place; of a stack there is one. */
  distribution(position: number): NodeHandle
}

export interface TreeSwitches extends RedundantSwitches<TreeAccessSwitch> {
  /** Between the distribution switches. */
  readonly peer: CableHandle
}

export interface LagSwitches extends RedundantSwitches {
  /** Its cables: first the uplinks, then the server's. */
  member(name: StackMemberName): StackMember
}

export interface MlagSwitches extends RedundantSwitches {
  /** Between the distribution switches. */
  readonly peer: CableHandle
  readonly heartbeat: CableHandle
}

/**
 *     server1 ─ d1 ═════ d2 ─ server2      d1 is the root, d2 the backup root.
 *               │ ╲     ╱ │
 *               │   ╲ ╱   │                Each access switch has two uplinks and uses the one to the root; the other
 *               │   ╱ ╲   │                is blocked at its own end until it is needed.
 *               a1 ╱     ╲ a2
 *               │         │
 *               h1        h2
 *
 * With `loopFree: 'rstp'` the switches are Open vSwitch's. With 'lag' d1 and d2 are members of one stack, with 'mlag' an MLAG pair: both uplinks of an access switch are
 * one LAG then, both in use, and nothing is blocked.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function redundantSwitches(options?: TreeSwitchesOptions | RapidTreeSwitchesOptions): TreeSwitches
export function redundantSwitches(options: LagSwitchesOptions): LagSwitches
export function redundantSwitches(options: MlagSwitchesOptions): MlagSwitches
export function redundantSwitches(options: RedundantSwitchesOptions): RedundantSwitches
export function redundantSwitches(options: RedundantSwitchesOptions = {}): RedundantSwitches {
  const { counts, vlans, way } = read(options)
  const net = compose('redundant-switches')
  const layers = layersOf(net, counts.access, vlans, way)
  const ends = new Ends(net, vlans)
  const hosts = numbers(counts.hosts * counts.access).map((n) =>
    ends.plug('host', `h${String(n)}`, (name) => layers.atAccess(((n - 1) % counts.access) + 1, name)),
  )
  const servers = [1, 2].map((n) => ends.plug('server', `server${String(n)}`, (name) => layers.atDistribution(n, name)))
  const own = layers.finish(servers.map(({ link }) => link))

  const topology = net.build()
  const attached = ({ node, link }: AttachedNode): AtSwitch => nodeHandle(node, { link })
  const [hostHandles, serverHandles] = [hosts.map(attached), servers.map(attached)]
  const access = layers.access.map((one) => {
    const { node, uplink1, uplink2 } = one
    return nodeHandle(node, { uplink1, uplink2, ...layers.ownOf(one) })
  })
  const distribution = layers.distribution.map((node) => nodeHandle(node))
  return handles('redundantSwitches', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    server: (position) => nth('server', serverHandles, position),
    access: (position) => nth('access', access, position),
    distribution: (position) => nth('distribution', distribution, position),
    ...own,
  })
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k + 1)

function layersOf(net: Network, access: number, vlans: readonly Vlan[], way: LoopAvoidance): Layers {
  switch (way.loopFree) {
    case 'stp':
    case 'rstp':
      return new Tree(net, access, vlans, way.tree)
    case 'lag':
      return new Stack(net, access, vlans, way.bond)
    case 'mlag':
      return new PairLayers(net, access, way.pair)
  }
}
