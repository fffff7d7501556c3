import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  PRIORITY,
  readVrrp,
  type VrrpOptions,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import { gatewaySide, type GatewaySide } from './parts/gateway-side.ts'

export interface ActiveActiveOptions extends VrrpOptions {
  /** Hosts, 2 to 64; odd ones have r1 for their gateway, even ones r2. Default 2. */
  readonly hosts?: number
  /**
   * How the core router finds back: 'ecmp' by both gateways, a hash of addresses and ports picks one for each 5-tuple;
   * 'symmetric' by the host's own. Default 'ecmp'.
   */
  readonly returnPath?: 'ecmp' | 'symmetric'
  /** Of a router in its own group and in the other one's, 1 to 254; the first is the higher. Default { own: 150, other: 100 }. */
  readonly priority?: { readonly own: number; readonly other: number }
}

/** A node and its one cable. */
export interface Attached extends NodeHandle {
  readonly link: CableHandle
}

export interface ActiveActiveRouter extends NodeHandle {
  readonly lan: CableHandle
  readonly wan: CableHandle
}

export interface ActiveActive extends Site {
  /** Host 1, 2, ... */
  host(position: number): Attached
  readonly server: Attached
  /** Active for group 1: odd hosts. */
  readonly r1: ActiveActiveRouter
  /** Active for group 2: even hosts. */
  readonly r2: ActiveActiveRouter
  readonly sw1: NodeHandle
  readonly sw2: NodeHandle
  /** The switch between the routers and the core. */
  readonly wan: NodeHandle
  /** The router before the server: it has the ways back. */
  readonly core: NodeHandle
  /** sw1 to sw2. */
  readonly peer: CableHandle
  /** Group 1 or 2, with the router that is active in it when the fault strikes. */
  group(position: number): { readonly active: GatewaySide; readonly standby: GatewaySide }
}

/**
 *     h1 ─ sw1 ══ sw2 ─ h2       Two groups of VRRP on either side: r1 is active in the first, r2 in the second.
 *           │      │             h1 goes out by r1 and h2 by r2, so both uplinks are used.
 *          r1      r2
 *           └ wan ┘              What comes back takes either (ECMP at the core router): the ways there and back differ,
 *              │                 and a host suffers from the loss of a router that it does not use.
 *         core ─ server
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function activeActive(options: ActiveActiveOptions = {}): ActiveActive {
  const { hosts, returnPath, priority, timers } = read(options)
  const net = compose('active-active')
  const sw1 = net.node('sw1', { role: 'switch', risks: ['rack-1', 'feed-a'] })
  const sw2 = net.node('sw2', { role: 'switch', risks: ['rack-2', 'feed-b'] })
  const wan = net.node('wan', { role: 'switch', risks: ['rack-server'] })
  const ports: Record<string, string[]> = { sw1: ['r1', 'peer'], sw2: ['r2', 'peer'] }

  const attached = Array.from({ length: hosts }, (_, k) => {
    const name = `h${String(k + 1)}`
    const node = net.node(name, { role: 'host', risks: [`rack-${name}`] })
    const [sw, tray] = k % 2 === 0 ? [sw1, 'tray-a'] : [sw2, 'tray-b']
    ports[sw.name]?.push(name)
    const address = `${LAN}.${String(FIRST_HOST + k)}`
    const link = net.link(node.port('eth0', { addresses: [`${address}/24`] }), sw.port(name), {
      role: 'lan',
      risks: [tray],
    })
    node.route('default', gateway(LAN, k % 2))
    return { node, link, address }
  })
  const routers = [
    { node: net.node('r1', { role: 'router', risks: ['rack-1', 'feed-a'] }), sw: sw1, tray: 'tray-a' },
    { node: net.node('r2', { role: 'router', risks: ['rack-2', 'feed-b'] }), sw: sw2, tray: 'tray-b' },
  ].map(({ node, sw, tray }, k) => {
    const address = (side: string): { addresses: readonly string[] } => ({
      addresses: [`${side}.${String(11 + k)}/24`],
    })
    const risks = [tray]
    return {
      node,
      name: node.name,
      lan: net.link(node.port('lan', address(LAN)), sw.port(node.name), { role: 'lan', risks }),
      wan: net.link(node.port('wan', address(WAN)), wan.port(node.name), { role: 'uplink', risks }),
    }
  })
  const peer = net.link(sw1.port('peer'), sw2.port('peer'), { role: 'peer', risks: ['tray-peer'] })
  const server = net.node('server', { role: 'server', risks: ['rack-server'] })
  const core = net.node('core', { role: 'router', risks: ['rack-server'] })
  net.link(core.port('wan', { addresses: [`${CORE}/24`] }), wan.port('core'), { role: 'wan', risks: ['tray-server'] })
  const serverLink = net.link(
    server.port('eth0', { addresses: [`${SERVERS}.101/24`] }),
    core.port('lan', { addresses: [`${SERVERS}.1/24`] }),
    { role: 'wan', risks: ['tray-server'] },
  )
  server.route('default', `${SERVERS}.1`)
  if (returnPath === 'ecmp') core.route(`${LAN}.0/24`, [gateway(WAN, 0), gateway(WAN, 1)])
  else attached.forEach(({ address }, k) => core.route(`${address}/32`, gateway(WAN, k % 2)))
  for (const sw of [sw1, sw2]) sw.bridge('br0', { ports: ports[sw.name] ?? [] })
  wan.bridge('br0', { ports: ['r1', 'r2', 'core'] })

  for (const [at, { node }] of routers.entries()) {
    node.route(`${SERVERS}.0/24`, CORE)
    for (const group of [0, 1]) {
      const common = { ...timers, vrid: FIRST_VRID + group, priority: at === group ? priority.own : priority.other }
      const sides = { lan: LAN, wan: WAN }
      const members = (['lan', 'wan'] as const).map((side) =>
        node.virtualRouter(instances(group)[side], {
          ...common,
          interface: side,
          addresses: [`${gateway(sides[side], group)}/24`],
        }),
      )
      node.syncGroup(`GATEWAY${String(group + 1)}`, members)
    }
  }

  const topology = net.build()
  const groups = [0, 1].map((group) => {
    const side = (state: 'MASTER' | 'BACKUP'): GatewaySide =>
      gatewaySide('activeActive', routers, instances(group), state, true)
    return handles('a group of activeActive', { active: side('MASTER'), standby: side('BACKUP') })
  })
  const [r1, r2] = routers.map((one) => nodeHandle(one.node, { lan: one.lan, wan: one.wan })) as [
    ActiveActiveRouter,
    ActiveActiveRouter,
  ]
  const hostHandles = attached.map(({ node, link }): Attached => nodeHandle(node, { link }))
  return handles('activeActive', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    server: nodeHandle(server, { link: serverLink }),
    r1,
    r2,
    sw1: nodeHandle(sw1),
    sw2: nodeHandle(sw2),
    wan: nodeHandle(wan),
    core: nodeHandle(core),
    peer,
    group: (position) => nth('group', groups, position),
  })
}

const LAN = '10.0.1'
const WAN = '10.0.2'
const CORE = `${WAN}.100`
const SERVERS = '10.0.3'
const FIRST_HOST = 101
const FIRST_VRID = 51

/** The virtual address of a group, counted from 0. */
const gateway = (network: string, group: number): string => `${network}.${String(1 + group)}`
const instances = (group: number) => ({ lan: `LAN${String(group + 1)}`, wan: `WAN${String(group + 1)}` })

type Read = Required<Pick<ActiveActiveOptions, 'hosts' | 'returnPath' | 'priority'>> & { readonly timers: VrrpOptions }

function read(options: ActiveActiveOptions): Read {
  const parameters = new Parameters('activeActive', options)
  readVrrp(parameters)
  const hosts = parameters.integer('hosts', 2, { min: 2, max: 64 })
  const returnPath = parameters.oneOf('returnPath', 'ecmp', ['ecmp', 'symmetric'])
  const given = parameters.inner('priority')
  const priority = { own: given.integer('own', 150, PRIORITY), other: given.integer('other', 100, PRIORITY) }
  given.rejectUnknown()
  if (priority.own <= priority.other) {
    parameters.problem(
      'not-the-higher',
      `priority.own of activeActive is ${String(priority.own)}, and other ${String(priority.other)}`,
      {
        allowed: 'own above other: a router is active in its own group',
      },
    )
  }
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { version = 3, advertInterval = '1s', preempt = true, preemptDelay = '0s', downTimerAdverts = 3 } = options
  return { hosts, returnPath, priority, timers: { version, advertInterval, preempt, preemptDelay, downTimerAdverts } }
}
