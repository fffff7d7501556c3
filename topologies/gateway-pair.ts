import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  PRIORITY,
  readVrrp,
  VRID,
  type VrrpOptions,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import { gatewaySide, type GatewaySide } from './parts/gateway-side.ts'

export interface GatewayPairOptions extends VrrpOptions {
  /** Priorities of VRRP; the router with the higher one is active. 1 to 254, not equal. Default { r1: 150, r2: 100 }. */
  readonly priority?: RouterPriorities
  /**
   * Virtual routers that share the load, 1 to 9. Group k has the addresses 10.0.1.k and 10.0.2.k, and the k-th address
   * of host and server uses it. Default: one, VRID 51, with `priority`.
   */
  readonly groups?: readonly GatewayGroup[]
  /** LAN and WAN side of a router change state together. Default true. */
  readonly syncGroup?: boolean
  /** A router's LAN side fails with its WAN interface and the other way round. Default false: a sync group does that already. */
  readonly trackUplink?: boolean
}

/** Of VRRP, 1 to 254 and not equal: the router with the higher one is active. */
export interface RouterPriorities {
  /** Of router r1. */
  readonly r1: number
  /** Of router r2. */
  readonly r2: number
}

/** A virtual router that carries a part of the load. */
export interface GatewayGroup {
  /** Its number, 1 to 255, another one for each group. */
  readonly vrid: number
  /** Which of the two routers is active in it. */
  readonly priority: RouterPriorities
}

/** A router and its two cables. */
export interface GatewayRouter extends NodeHandle {
  readonly lan: CableHandle
  readonly wan: CableHandle
}

export interface GatewayPair extends Site {
  readonly host: NodeHandle
  readonly server: NodeHandle
  readonly r1: GatewayRouter
  readonly r2: GatewayRouter
  readonly sw1: NodeHandle
  readonly sw2: NodeHandle
  /** The switch between the routers and the server. */
  readonly wan: NodeHandle
  /** sw1 to sw2. */
  readonly peer: CableHandle
  readonly hostLink: CableHandle
  readonly serverLink: CableHandle
  /** Of the first group. */
  readonly active: GatewaySide
  readonly standby: GatewaySide
  /** Group 1, 2, ... with its own active and standby router. */
  group(position: number): { readonly active: GatewaySide; readonly standby: GatewaySide }
}

/**
 *     host ─ sw1 ══ sw2          Two switches joined, a router on each, VRRP on both sides.
 *             │      │           The WAN side is one switch, and is not under test.
 *            r1      r2
 *             └─ wan ┘
 *                 │
 *               server
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function gatewayPair(options: GatewayPairOptions = {}): GatewayPair {
  const { groups, timers, syncGroup, trackUplink } = read(options)
  const net = compose('gateway-pair')
  const host = net.node('host', { role: 'host', risks: ['rack-host'] })
  const server = net.node('server', { role: 'server', risks: ['rack-server'] })
  const sw1 = net.node('sw1', { role: 'switch', risks: ['rack-1', 'feed-a'] })
  const sw2 = net.node('sw2', { role: 'switch', risks: ['rack-2', 'feed-b'] })
  const r1 = net.node('r1', { role: 'router', risks: ['rack-1', 'feed-a'] })
  const r2 = net.node('r2', { role: 'router', risks: ['rack-2', 'feed-b'] })
  const wan = net.node('wan', { role: 'switch', risks: ['rack-server'] })

  const hostLink = net.link(
    host.port('eth0', { addresses: groups.map((_, k) => `${LAN}.${String(FIRST_HOST + k)}/24`) }),
    sw1.port('eth1'),
    { role: 'lan', risks: ['tray-a'] },
  )
  const lan1 = net.link(r1.port('lan', { addresses: [`${LAN}.11/24`] }), sw1.port('eth2'), {
    role: 'lan',
    risks: ['tray-a'],
  })
  const lan2 = net.link(r2.port('lan', { addresses: [`${LAN}.12/24`] }), sw2.port('eth2'), {
    role: 'lan',
    risks: ['tray-b'],
  })
  const peer = net.link(sw1.port('eth3'), sw2.port('eth3'), { role: 'peer', risks: ['tray-peer'] })
  const wan1 = net.link(r1.port('wan', { addresses: [`${WAN}.11/24`] }), wan.port('eth1'), {
    role: 'uplink',
    risks: ['tray-a'],
  })
  const wan2 = net.link(r2.port('wan', { addresses: [`${WAN}.12/24`] }), wan.port('eth2'), {
    role: 'uplink',
    risks: ['tray-b'],
  })
  const serverLink = net.link(
    server.port('eth0', { addresses: groups.map((_, k) => `${WAN}.${String(FIRST_HOST + k)}/24`) }),
    wan.port('eth3'),
    { role: 'wan', risks: ['tray-server'] },
  )
  sw1.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
  sw2.bridge('br0', { ports: ['eth2', 'eth3'] })
  wan.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })

  groups.forEach(({ vrid, priority }, k) => {
    const [gateway, remote] = [`${LAN}.${String(1 + k)}`, `${WAN}.${String(1 + k)}`]
    const [near, far] = [`${LAN}.${String(FIRST_HOST + k)}`, `${WAN}.${String(FIRST_HOST + k)}`]
    host.route(k === 0 ? 'default' : `${far}/32`, gateway).probe(near)
    server.route(k === 0 ? 'default' : `${near}/32`, remote).probe(far)
    for (const [router, own] of [
      [r1, priority.r1],
      [r2, priority.r2],
    ] as const) {
      const common = { ...timers, vrid, priority: own }
      const members = [
        router.virtualRouter(lanName(k), {
          ...common,
          interface: 'lan',
          addresses: [`${gateway}/24`],
          track: trackUplink ? ['wan'] : [],
        }),
        router.virtualRouter(wanName(k), {
          ...common,
          interface: 'wan',
          addresses: [`${remote}/24`],
          track: trackUplink ? ['lan'] : [],
        }),
      ]
      if (syncGroup) router.syncGroup(`GATEWAY${numbered(k)}`, members)
    }
  })

  const routers = [
    { name: 'r1', lan: lan1, wan: wan1 },
    { name: 'r2', lan: lan2, wan: wan2 },
  ]
  const side = (k: number, state: 'MASTER' | 'BACKUP'): GatewaySide =>
    gatewaySide('gatewayPair', routers, { lan: lanName(k), wan: wanName(k) }, state, groups.length > 1)
  const sides = groups.map((_, k) =>
    handles('a group of gatewayPair', { active: side(k, 'MASTER'), standby: side(k, 'BACKUP') }),
  )
  const topology = net.build()
  const first = nth('group', sides, 1)
  return handles('gatewayPair', {
    topology,
    host: nodeHandle(host),
    server: nodeHandle(server),
    r1: nodeHandle(r1, { lan: lan1, wan: wan1 }),
    r2: nodeHandle(r2, { lan: lan2, wan: wan2 }),
    sw1: nodeHandle(sw1),
    sw2: nodeHandle(sw2),
    wan: nodeHandle(wan),
    peer,
    hostLink,
    serverLink,
    active: first.active,
    standby: first.standby,
    group: (position) => nth('group', sides, position),
  })
}

const LAN = '10.0.1'
const WAN = '10.0.2'
const FIRST_HOST = 101
const MAX_GROUPS = 9

/** The first group needs no number. */
const numbered = (k: number): string => (k === 0 ? '' : String(k + 1))
const lanName = (k: number): string => `LAN${numbered(k)}`
const wanName = (k: number): string => `WAN${numbered(k)}`

interface Read {
  readonly groups: readonly GatewayGroup[]
  readonly timers: VrrpOptions
  readonly syncGroup: boolean
  readonly trackUplink: boolean
}

function read(options: GatewayPairOptions): Read {
  const parameters = new Parameters('gatewayPair', options)
  readVrrp(parameters)
  const priority = readPriorities(parameters.inner('priority'))
  const given = parameters.has('groups') ? readGroups(parameters) : [{ vrid: 51, priority }]
  if (parameters.has('groups') && parameters.has('priority')) {
    parameters.problem('two-priorities', 'gatewayPair has priority beside groups', {
      next: 'give each group its own priority',
    })
  }
  const syncGroup = parameters.boolean('syncGroup', true)
  const trackUplink = parameters.boolean('trackUplink', false)
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { version = 3, advertInterval = '1s', preempt = true, preemptDelay = '0s', downTimerAdverts = 3 } = options
  return {
    groups: given,
    timers: { version, advertInterval, preempt, preemptDelay, downTimerAdverts },
    syncGroup,
    trackUplink,
  }
}

function readGroups(parameters: Parameters): readonly GatewayGroup[] {
  const groups = parameters.inners('groups').map((group) => {
    const read = { vrid: group.integer('vrid', 51, VRID), priority: readPriorities(group.inner('priority')) }
    group.rejectUnknown()
    return read
  })
  if (groups.length < 1 || groups.length > MAX_GROUPS) {
    parameters.problem('out-of-range', `gatewayPair has ${String(groups.length)} groups`, {
      allowed: `1 to ${String(MAX_GROUPS)}`,
    })
  }
  groups.forEach(({ vrid }, k) => {
    if (groups.findIndex((other) => other.vrid === vrid) < k) {
      parameters.problem('duplicate-vrid', `two groups of gatewayPair have VRID ${String(vrid)} on one LAN`, {
        next: 'give one of them another vrid',
      })
    }
  })
  return groups
}

function readPriorities(parameters: Parameters): RouterPriorities {
  const r1 = parameters.integer('r1', 150, PRIORITY)
  const r2 = parameters.integer('r2', 100, PRIORITY)
  if (r1 === r2)
    parameters.problem(
      'equal-priority',
      `${parameters.describe('r1')}, and so is r2`,
      {
        allowed: 'one priority each, or chance decides who is active',
      },
      'r1',
    )
  parameters.rejectUnknown()
  return { r1, r2 }
}
