import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  readMii,
  readStpTimers,
  readVrrp,
  type BondOptions,
  type InterfaceOptions,
  type NodeBuilder,
  type SpanningTreeOptions,
  type VrrpOptions,
} from '../src/model/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { DurationText } from '../src/model/time.ts'
import type { Site } from '../src/model/topology.ts'
import { gatewaySide, type GatewaySide } from './parts/gateway-side.ts'

export interface CampusOptions extends VrrpOptions {
  /** Access switches, 2 to 48, each with an uplink to either distribution switch. Default 2. */
  readonly access?: number
  /** Hosts, 1 to 180, each with a leg at two neighbouring access switches. Default 2. */
  readonly hosts?: number
  /** Access VLANs, 2 to 4094, up to 8; hosts are in them by turns, and r1 and r2 are active in them by turns. Default [10, 20]. */
  readonly vlans?: readonly number[]
  /** How often hosts look at the carrier of their active leg. Default '100ms'. */
  readonly miimon?: DurationText
  /** Waits before a returned leg is used, a multiple of miimon. Default '0ms'. */
  readonly updelay?: DurationText
  /** Waits before a lost leg is left, a multiple of miimon. Default '0ms'. */
  readonly downdelay?: DurationText
  /** Of the spanning tree. Default '2s'. */
  readonly hello?: DurationText
  /** Of the spanning tree. Default '20s'. */
  readonly maxAge?: DurationText
  /** Of the spanning tree. Default '15s'. */
  readonly forwardDelay?: DurationText
}

export interface CampusHost extends NodeHandle {
  /** The one that is used first. */
  readonly leg1: CableHandle
  readonly leg2: CableHandle
  readonly activeLeg: CableSelector
  readonly vlan: number
}

export interface CampusAccess extends NodeHandle {
  /** To the root. */
  readonly uplink1: CableHandle
  /** To the backup root, and blocked while all is well. */
  readonly uplink2: CableHandle
}

export interface CampusRouter extends NodeHandle {
  readonly lan: CableHandle
  readonly wan: CableHandle
}

export interface Campus extends Site {
  host(position: number): CampusHost
  access(position: number): CampusAccess
  /** 1 is the root of the spanning tree, 2 the backup root. */
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

/**
 *     r1 ─ d1 ═════ d2 ─ r2      A gateway pair for each VLAN, active by turns; distribution and access joined by 802.1D.
 *           │ ╲    ╱ │
 *          a1   ╲╱   a2 ...      Each host has two legs at two access switches, one of them in use (active-backup).
 *            ╲  ╱╲  ╱
 *             h1   h2 ...        r1 and r2 lead to the server by one switch and one router: the observer's.
 *
 * Up to 200 nodes. Throws BackhoeError with every bad parameter at once.
 */
export function campus(options: CampusOptions = {}): Campus {
  const { counts, vlans, bond, stp, vrrp } = read(options)
  const net = compose('campus')
  const trunk: InterfaceOptions = { vlans: { tagged: vlans }, stpPort: { cost: COST } }
  const switches = new Map<NodeBuilder, { readonly ports: string[]; readonly priority: number }>()
  const makeSwitch = (name: string, priority: number, risks: readonly string[]): NodeBuilder => {
    const node = net.node(name, { role: 'switch', risks })
    switches.set(node, { ports: [], priority })
    return node
  }
  const port = (node: NodeBuilder, name: string, own: InterfaceOptions) => {
    switches.get(node)?.ports.push(name)
    return node.port(name, own)
  }
  const [d1, d2] = [makeSwitch('d1', 4096, ['rack-1', 'feed-a']), makeSwitch('d2', 8192, ['rack-2', 'feed-b'])]
  const peer = net.link(port(d1, 'peer', trunk), port(d2, 'peer', trunk), { role: 'peer', risks: ['tray-peer'] })
  const access = numbers(counts.access).map((n) => {
    const node = makeSwitch(`a${String(n)}`, 32_768, [`rack-a${String(n)}`, n % 2 === 1 ? 'feed-a' : 'feed-b'])
    const up = (name: string, sw: NodeBuilder, tray: string): CableHandle =>
      net.link(port(node, name, trunk), port(sw, node.name, trunk), { role: 'uplink', risks: [tray] })
    return { node, uplink1: up('up1', d1, 'tray-a'), uplink2: up('up2', d2, 'tray-b') }
  })

  const hosts = numbers(counts.hosts).map((n) => {
    const name = `h${String(n)}`
    const node = net.node(name, { role: 'host', risks: [`rack-${name}`] })
    const at = (n - 1) % vlans.length
    const vlan = vlans[at] ?? 0
    const edge: InterfaceOptions = { vlans: { native: vlan }, stpPort: { cost: COST, guard: 'bpdu' } }
    const leg = (own: string, position: number, tray: string): CableHandle => {
      const sw = nth('access', access, (position % counts.access) + 1).node
      return net.link(node.port(own), port(sw, name, edge), { role: 'leg', risks: [tray] })
    }
    const [leg1, leg2] = [leg('eth0', n - 1, 'tray-a'), leg('eth1', n, 'tray-b')]
    const addresses = [`${network(vlan)}.${String(FIRST_HOST + Math.floor((n - 1) / vlans.length))}/24`]
    node.bond('bond0', { ...bond, mode: 'active-backup', members: ['eth0', 'eth1'], addresses })
    node.route('default', `${network(vlan)}.1`)
    return { node, leg1, leg2, vlan }
  })

  const wan = net.node('wan', { role: 'switch', risks: ['rack-server'] })
  const routers = [d1, d2].map((sw, k) => {
    const name = `r${String(k + 1)}`
    const risks = sw === d1 ? ['rack-1', 'feed-a'] : ['rack-2', 'feed-b']
    const node = net.node(name, { role: 'router', risks })
    const tray = [`tray-${'ab'.charAt(k)}`]
    const lan = net.link(node.port('lan'), port(sw, name, trunk), { role: 'lan', risks: tray })
    const own = `${WAN}.${String(11 + k)}`
    const up = net.link(node.port('wan', { addresses: [`${own}/24`] }), wan.port(name), { role: 'uplink', risks: tray })
    node.route(`${SERVERS}.0/24`, `${WAN}.100`)
    vlans.forEach((vlan, at) => {
      const device = `lan.${String(vlan)}`
      node.vlan(device, { parent: 'lan', vlan, addresses: [`${network(vlan)}.${String(11 + k)}/24`] })
      const common = { ...vrrp, vrid: at + 1, priority: at % 2 === k ? 150 : 100 }
      const { lan: inside, wan: outside } = instances(vlan)
      node.syncGroup(`GATEWAY${String(vlan)}`, [
        node.virtualRouter(inside, { ...common, interface: device, addresses: [`${network(vlan)}.1/24`] }),
        node.virtualRouter(outside, { ...common, interface: 'wan', addresses: [`${WAN}.${String(at + 1)}/24`] }),
      ])
    })
    return { node, name, lan, wan: up }
  })
  const core = net.node('core', { role: 'router', risks: ['rack-server'] })
  const tray = ['tray-server']
  net.link(core.port('wan', { addresses: [`${WAN}.100/24`] }), wan.port('core'), { role: 'wan', risks: tray })
  const server = net.node('server', { role: 'server', risks: ['rack-server'] })
  const serverLink = net.link(
    server.port('eth0', { addresses: [`${SERVERS}.101/24`] }),
    core.port('lan', { addresses: [`${SERVERS}.1/24`] }),
    { role: 'server', risks: tray },
  )
  server.route('default', `${SERVERS}.1`)
  vlans.forEach((vlan, at) => core.route(`${network(vlan)}.0/24`, `${WAN}.${String(at + 1)}`))
  wan.bridge('br0', { ports: ['r1', 'r2', 'core'] })
  for (const [node, { ports, priority }] of switches) node.bridge('br0', { ports, stp: { ...stp, priority } })

  const topology = net.build()
  const gateways = Object.fromEntries(
    vlans.map((vlan) => {
      const side = (state: 'MASTER' | 'BACKUP'): GatewaySide =>
        gatewaySide('campus', routers, instances(vlan), state, true)
      return [vlan, handles('a gateway of campus', { active: side('MASTER'), standby: side('BACKUP') })]
    }),
  )
  const hostHandles = hosts.map(({ node, ...own }): CampusHost =>
    nodeHandle(node, { ...own, activeLeg: activeLeg(node.name, own) }),
  )
  const accessHandles = access.map(({ node, ...uplinks }): CampusAccess => nodeHandle(node, uplinks))
  const routerHandles = routers.map((one): CampusRouter => nodeHandle(one.node, { lan: one.lan, wan: one.wan }))
  const distribution = [nodeHandle(d1), nodeHandle(d2)]
  const byVlan = handles('the gateways of campus', gateways)
  return handles('campus', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    access: (position) => nth('access', accessHandles, position),
    distribution: (position) => nth('distribution', distribution, position),
    peer,
    router: (position) => nth('router', routerHandles, position),
    gateway: (vlan) => byVlan[String(vlan)] as ReturnType<Campus['gateway']>,
    server: nodeHandle(server, { link: serverLink }),
    wan: nodeHandle(wan),
  })
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k + 1)

function activeLeg(node: string, legs: { readonly leg1: CableHandle; readonly leg2: CableHandle }): CableSelector {
  return {
    handle: 'selector',
    text: `active leg of ${node}`,
    candidates: [legs.leg1, legs.leg2].map((cable) => ({
      when: { watch: 'bondActive', node, name: 'bond0', state: cable.near.interface },
      cable,
    })),
  }
}

/** IEEE 802.1D-1998: 1 Gb/s. */
const COST = 4
const FIRST_HOST = 21
const WAN = '172.16.2'
const SERVERS = '172.16.3'
const MOST_NODES = 200
/** d1, d2, r1, r2, wan, core, server. */
const FIXED_NODES = 7
const MOST_VLANS = 8

/** VLAN 10: 10.0.10; VLAN 300: 10.1.44. */
const network = (vlan: number): string => `10.${String(vlan >> 8)}.${String(vlan & 255)}`
const instances = (vlan: number) => ({ lan: `LAN${String(vlan)}`, wan: `WAN${String(vlan)}` })

interface Read {
  readonly counts: { readonly access: number; readonly hosts: number }
  readonly vlans: readonly number[]
  readonly bond: Pick<BondOptions, 'miimon' | 'updelay' | 'downdelay'>
  readonly stp: Omit<SpanningTreeOptions, 'priority'>
  readonly vrrp: VrrpOptions
}

function read(options: CampusOptions): Read {
  const parameters = new Parameters('campus', options)
  const counts = {
    access: parameters.integer('access', 2, { min: 2, max: 48 }),
    hosts: parameters.integer('hosts', 2, { min: 1, max: 180 }),
  }
  const nodes = FIXED_NODES + counts.access + counts.hosts
  if (nodes > MOST_NODES)
    parameters.problem('out-of-range', `campus has ${String(nodes)} nodes`, { allowed: `up to ${String(MOST_NODES)}` })
  const vlans = parameters.has('vlans')
    ? parameters.integers('vlans', { min: 2, max: 4094, code: 'vlan-out-of-range' })
    : [10, 20]
  if (new Set(vlans).size < vlans.length) parameters.problem('duplicate-vlan', 'vlans of campus holds a VLAN twice')
  if (vlans.length < 1 || vlans.length > MOST_VLANS)
    parameters.problem('out-of-range', `campus has ${String(vlans.length)} VLANs`, {
      allowed: `1 to ${String(MOST_VLANS)}`,
    })
  readMii(parameters)
  readStpTimers(parameters)
  readVrrp(parameters)
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { miimon = '100ms', updelay = '0ms', downdelay = '0ms' } = options
  const { hello = '2s', maxAge = '20s', forwardDelay = '15s' } = options
  const { version = 3, advertInterval = '1s', preempt = true, preemptDelay = '0s', downTimerAdverts = 3 } = options
  return {
    counts,
    vlans,
    bond: { miimon, updelay, downdelay },
    stp: { hello, maxAge, forwardDelay },
    vrrp: { version, advertInterval, preempt, preemptDelay, downTimerAdverts },
  }
}
