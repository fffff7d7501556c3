import { compose, handles, nodeHandle, nth } from '../src/model/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import { gateways, instancesOf } from './campus/gateways.ts'
import { read, type CampusOptions, type MlagCampusOptions, type TreeCampusOptions } from './campus/options.ts'
import { Pairs } from './campus/pairs.ts'
import { Tree } from './campus/tree.ts'
import { gatewaySide, type GatewaySide } from './parts/gateway-side.ts'

export type { CampusOptions, MlagCampusOptions, TreeCampusOptions } from './campus/options.ts'

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
  /** Of a VLAN, by its number: who is active in it, and who stands by. */
  gateway(vlan: number): { readonly active: GatewaySide; readonly standby: GatewaySide }
  readonly server: NodeHandle & { readonly link: CableHandle }
  /** The switch between the routers and the server's own. */
  readonly wan: NodeHandle
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
}

export interface TreeCampus extends Campus {
  host(position: number): TreeCampusHost
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
 *     r1 ─ d1 ═════ d2 ─ r2      A gateway pair for each VLAN, active by turns; distribution and access joined by 802.1D.
 *           │ ╲    ╱ │
 *          a1   ╲╱   a2 ...      Each host has two legs at two access switches, one of them in use (active-backup).
 *            ╲  ╱╲  ╱
 *             h1   h2 ...        r1 and r2 lead to the server by one switch and one router: the observer's.
 *
 *     r1 ═╦═ d1 ═══ d2 ═╦═ r2    With `loopFree: 'mlag'` switches are MLAG pairs: all that has two legs has a LAG over a pair
 *          ╲ │       │ ╱         and uses both, routers and pairs of access switches too.
 *            a1 ═══ a2 ...
 *             ╚═ h1 ═╝ ...
 *
 * Up to 200 nodes. Throws BackhoeError with every bad parameter at once.
 */
export function campus(options?: TreeCampusOptions): TreeCampus
export function campus(options: MlagCampusOptions): MlagCampus
export function campus(options: CampusOptions): Campus
export function campus(options: CampusOptions = {}): Campus {
  const { counts, vlans, vrrp, way } = read(options)
  const net = compose('campus')
  const layers =
    way.loopFree === 'stp' ? new Tree(net, counts.access, vlans, way) : new Pairs(net, counts.access, way.pair)
  const hosts = Array.from({ length: counts.hosts }, (_, k) => {
    const vlan = vlans[k % vlans.length] ?? 0
    return layers.host(k + 1, { vlan, number: Math.floor(k / vlans.length) })
  })
  const { routers, server, serverLink, wan } = gateways(net, layers, vlans, vrrp)
  const own = layers.finish()

  const topology = net.build()
  const named = routers.map(({ node, lan, wan: up }) => ({ name: node.name, lan, wan: up }))
  const sides = Object.fromEntries(
    vlans.map((vlan) => {
      const side = (state: 'MASTER' | 'BACKUP'): GatewaySide =>
        gatewaySide('campus', named, instancesOf(vlan), state, true)
      return [vlan, handles('a gateway of campus', { active: side('MASTER'), standby: side('BACKUP') })]
    }),
  )
  const hostHandles = hosts.map((host): CampusHost => {
    const { node, ...handlesOfHost } = host
    return nodeHandle(node, { ...handlesOfHost, ...layers.ownOf(host) })
  })
  const accessHandles = layers.access.map(({ node, ...cables }) => nodeHandle(node, cables))
  const routerHandles = routers.map(({ node, ...cables }): CampusRouter => nodeHandle(node, cables))
  const distribution = layers.distribution.map((node) => nodeHandle(node))
  const byVlan = handles('the gateways of campus', sides)
  return handles('campus', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    access: (position) => nth('access', accessHandles, position),
    distribution: (position) => nth('distribution', distribution, position),
    router: (position) => nth('router', routerHandles, position),
    gateway: (vlan) => byVlan[String(vlan)] as ReturnType<Campus['gateway']>,
    server: nodeHandle(server, { link: serverLink }),
    wan: nodeHandle(wan),
    ...own,
  })
}
