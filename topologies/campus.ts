import { compose, handles, nodeHandle, nth } from '../src/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import { gateways, instancesOf, ROUTERS } from './campus/gateways.ts'
import type { Attached } from './campus/layers.ts'
import {
  read,
  type CampusOptions,
  type MlagCampusOptions,
  type RapidTreeCampusOptions,
  type TreeCampusOptions,
} from './campus/options.ts'
import { Pairs } from './campus/pairs.ts'
import { Tree } from './campus/tree.ts'
import { upstream } from './campus/upstream.ts'
import { activeLeg } from './parts/active-leg.ts'
import { gatewaySide, type GatewaySide } from './parts/gateway-side.ts'
import { vlanNumber, type Vlan } from '../src/model/vlans.ts'

export type { CampusOptions, MlagCampusOptions, RapidTreeCampusOptions, TreeCampusOptions } from './campus/options.ts'

export interface CampusHost extends NodeHandle {
  readonly leg1: CableHandle
  readonly leg2: CableHandle
  readonly vlan: number
}

export interface CampusRouter extends NodeHandle {
  /** To the distribution switch beside it. */
  readonly lan: CableHandle
  readonly wan: CableHandle
}

export interface Campus extends Site {
  host(position: number): CampusHost
  access(position: number): NodeHandle
  /** 1 is the root of the spanning tree, or the primary; 2 takes its place. */
  distribution(position: number): NodeHandle
  /** Between the distribution switches. */
  readonly peer: CableHandle
  /** 1 is active in the first VLAN, 2 in the second, and so on by turns. */
  router(position: number): CampusRouter
  /** Of a VLAN, by its number or its name: its active and its standby router. */
  gateway(vlan: Vlan): { readonly active: GatewaySide; readonly standby: GatewaySide }
  /** In the first VLAN. */
  server(position: number): CampusHost
  /** Where router 1 and router 2 have their uplinks. */
  upstream(position: number): NodeHandle
  /** Cables of the LAG between the upstream switches. */
  upstreamPeer(position: number): CableHandle
  /** Beyond the upstream switches, with a leg at either. */
  readonly outside: NodeHandle & {
    readonly leg1: CableHandle
    readonly leg2: CableHandle
    /** The leg in use; leg 1 is used first. */
    readonly activeLeg: CableSelector
  }
}

export interface TreeCampusHost extends CampusHost {
  /** The leg in use; leg 1 is used first. */
  readonly activeLeg: CableSelector
}

export interface TreeCampusAccess extends NodeHandle {
  /** To the root. */
  readonly uplink1: CableHandle
  /** To the backup root, and blocked while all is well. */
  readonly uplink2: CableHandle
  /** The one that forwards when the fault strikes. */
  readonly activeUplink: CableSelector
}

export interface TreeCampus extends Campus {
  host(position: number): TreeCampusHost
  server(position: number): TreeCampusHost
  access(position: number): TreeCampusAccess
}

export interface MlagCampusAccess extends NodeHandle {
  /** Its leg of the LAG between its pair and the distribution. */
  readonly uplink: CableHandle
}

export interface MlagCampusRouter extends CampusRouter {
  /** To the other distribution switch. */
  readonly lan2: CableHandle
}

export interface MlagCampus extends Campus {
  /** 1 and 2 are a pair, 3 and 4, and so on; the odd one is the primary. */
  access(position: number): MlagCampusAccess
  /** Between the distribution switches. */
  readonly heartbeat: CableHandle
  router(position: number): MlagCampusRouter
  /** Of access switches. */
  pair(position: number): { readonly peer: CableHandle; readonly heartbeat: CableHandle }
}

/**
 *     r1 ─ d1 ═════ d2 ─ r2      A gateway pair for each VLAN, active by turns; distribution and access joined by a spanning tree.
 *           │ ╲    ╱ │
 *          a1   ╲╱   a2 ...      Each host has two legs at two access switches, one of them in use (active-backup).
 *            ╲  ╱╲  ╱
 *             h1   s1 ...        r1 ─ u1 ══ u2 ─ r2: two uplinks, and a server outside with a leg at u1 and at u2.
 *
 *     r1 ═╦═ d1 ═══ d2 ═╦═ r2    With `loopFree: 'mlag'` switches are MLAG pairs: all that has two legs has a LAG over a pair
 *          ╲ │       │ ╱         and uses both, routers and pairs of access switches too.
 *            a1 ═══ a2 ...
 *             ╚═ h1 ═╝ ...
 *
 * 10 to 200 nodes: of each layer there are two, or nothing would be redundant. Throws BackhoeError with every bad parameter at once.
 */
export function campus(options?: TreeCampusOptions | RapidTreeCampusOptions): TreeCampus
export function campus(options: MlagCampusOptions): MlagCampus
export function campus(options: CampusOptions): Campus
export function campus(options: CampusOptions = {}): Campus {
  const { counts, vlans, vrrp, way } = read(options)
  const net = compose('campus')
  const layers =
    way.loopFree === 'mlag' ? new Pairs(net, counts.access, way.pair) : new Tree(net, counts.access, vlans, way)
  const hosts = numbers(counts.hosts).map((n) => {
    const vlan = vlanNumber(vlans[(n - 1) % vlans.length] ?? 0)
    return layers.attach(n, `h${String(n)}`, {
      role: 'host',
      vlan,
      last: FIRST_HOST + Math.floor((n - 1) / vlans.length),
    })
  })
  const servers = numbers(counts.servers).map((n) =>
    layers.attach(counts.hosts + n, `s${String(n)}`, {
      role: 'server',
      vlan: vlanNumber(vlans[0] ?? 0),
      last: FIRST_SERVER + n - 1,
    }),
  )
  const up = upstream(net, vlans, ROUTERS)
  const routers = gateways(net, layers, up, vlans, vrrp)
  const own = layers.finish()

  const topology = net.build()
  const named = routers.map(({ node, lan, wan: up }) => ({ name: node.name, lan, wan: up }))
  const sides = Object.fromEntries(
    vlans.map(vlanNumber).map((vlan) => {
      const side = (state: 'MASTER' | 'BACKUP'): GatewaySide =>
        gatewaySide('campus', named, instancesOf(vlan), state, true)
      return [vlan, handles('a gateway of campus', { active: side('MASTER'), standby: side('BACKUP') })]
    }),
  )
  const attachedHandle = (attached: Attached): CampusHost => {
    const { node, ...own } = attached
    return nodeHandle(node, { ...own, ...layers.ownOf(attached) })
  }
  const [hostHandles, serverHandles] = [hosts.map(attachedHandle), servers.map(attachedHandle)]
  const accessHandles = layers.access.map(({ node, ...cables }, k) =>
    nodeHandle(node, { ...cables, ...layers.ownOfAccess(k + 1) }),
  )
  const routerHandles = routers.map(({ node, ...cables }): CampusRouter => nodeHandle(node, cables))
  const distribution = layers.distribution.map((node) => nodeHandle(node))
  const upstreamHandles = up.switches.map((node) => nodeHandle(node))
  const { leg1, leg2 } = up
  const byVlan = handles('the gateways of campus', sides)
  return handles('campus', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    access: (position) => nth('access', accessHandles, position),
    distribution: (position) => nth('distribution', distribution, position),
    router: (position) => nth('router', routerHandles, position),
    gateway: (vlan) => byVlan[String(vlanNumber(vlan))] as ReturnType<Campus['gateway']>,
    server: (position) => nth('server', serverHandles, position),
    upstream: (position) => nth('upstream', upstreamHandles, position),
    upstreamPeer: (position) => nth('upstreamPeer', up.between, position),
    outside: nodeHandle(up.outside, { leg1, leg2, activeLeg: activeLeg(up.outside, 'bond0', [leg1, leg2]) }),
    ...own,
  })
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k + 1)

/** Last numbers of addresses: 180 hosts in one VLAN, and the servers after them. */
const FIRST_HOST = 21
const FIRST_SERVER = 201
