import {
  compose,
  handles,
  nodeHandle,
  Parameters,
  PRIORITY,
  readReachTimers,
  readVrrp,
  type NodeBuilder,
  type ReachTimers,
  type VrrpOptions,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import type { Attached } from './active-active.ts'
import { gatewaySide, type GatewaySide } from './parts/gateway-side.ts'

export interface DualUplinkOptions extends VrrpOptions {
  /** Of the edge routers, 1 to 254; the first is the higher: provider A is the way out while it works. Default { e1: 150, e2: 100 }. */
  readonly priority?: { readonly e1: number; readonly e2: number }
  /** How each edge router pings an address beyond its provider. Default: every second, with a timeout of 500 ms, 3 failures and 2 answers. */
  readonly reach?: ReachTimers
  /** 'diverse': each access line has a duct of its own; 'shared': both lie in one duct, and share its risk. Default 'diverse'. */
  readonly lastMile?: 'diverse' | 'shared'
}

export interface EdgeRouter extends NodeHandle {
  readonly lan: CableHandle
  /** The access line to its provider. */
  readonly wan: CableHandle
}

export interface Provider extends NodeHandle {
  /** Behind the first hop, where the edge router does not lose its carrier. */
  readonly backbone: CableHandle
}

export interface DualUplink extends Site {
  readonly host: Attached
  /** It sends by the gateway; it is also published at both providers. */
  readonly server: Attached
  /** The server at its address of provider A: it answers by that provider, whichever router is the gateway. */
  readonly serverAtA: NodeHandle
  /** The same at provider B. */
  readonly serverAtB: NodeHandle
  /** Somebody beyond both providers. */
  readonly remote: Attached
  readonly sw: NodeHandle
  /** At provider A. */
  readonly e1: EdgeRouter
  /** At provider B. */
  readonly e2: EdgeRouter
  readonly providerA: Provider
  readonly providerB: Provider
  /** Where the providers meet. */
  readonly internet: NodeHandle
  readonly active: GatewaySide
  readonly standby: GatewaySide
}

/**
 *       host ─┬─ sw ─┬─ e1 ── providerA ─┬─ internet ─ remote
 *     server ─┘      └─ e2 ── providerB ─┘
 *
 * The edge routers share the gateway's address (VRRP), and each pings an address beyond its own provider: a router without answers is
 * no gateway. Each hides the site behind its own address (source NAT), so the address of the site changes with the provider.
 * Connections to that address are redirected to the server (DNAT), to an address of its own for each provider; what the server sends
 * from there goes back to the same edge router (policy routing), because the other one would give the answer another address.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function dualUplink(options: DualUplinkOptions = {}): DualUplink {
  const { priority, timers, reach, lastMile } = read(options)
  const net = compose('dual-uplink')
  const host = net.node('host', { role: 'host', risks: ['rack-host'] })
  const sw = net.node('sw', { role: 'switch', risks: ['rack-host'] })
  const hostLink = net.link(host.port('eth0', { addresses: [`${LAN}.101/24`] }), sw.port('host'), {
    role: 'lan',
    risks: ['tray-host'],
  })
  host.route('default', `${LAN}.1`)
  const server = net.node('server', { role: 'server', risks: ['rack-server'] })
  const serverLink = net.link(
    server.port('eth0', { addresses: [`${LAN}.102/24`, ...PUBLISHED.map((address) => `${address}/24`)] }),
    sw.port('server'),
    { role: 'lan', risks: ['tray-server'] },
  )
  server.route('default', `${LAN}.1`)
  server.rule({ to: `${LAN}.0/24` })
  const internet = net.node('internet', { role: 'router', risks: ['internet'] })
  const remote = net.node('remote', { role: 'server', risks: ['rack-remote'] })

  const way = (letter: 'a' | 'b', k: number, own: number) => {
    const provider = net.node(`p${letter}`, { role: 'router', risks: [`provider-${letter}`] })
    const edge = net.node(`e${String(1 + k)}`, { role: 'router', risks: [`rack-${letter}`, `feed-${letter}`] })
    const [access, backbone] = [ACCESS[k] ?? '', `100.64.${String(1 + k)}`]
    const [published, table] = [PUBLISHED[k] ?? '', 1 + k]
    const lan = net.link(edge.port('lan', { addresses: [`${LAN}.${String(11 + k)}/24`] }), sw.port(edge.name), {
      role: 'lan',
      risks: [`tray-${letter}`],
    })
    const wan = net.link(
      edge.port('wan', { addresses: [`${access}.2/30`], masquerade: true, publish: published }),
      provider.port('access', { addresses: [`${access}.1/30`] }),
      { role: 'uplink', risks: [lastMile === 'shared' ? 'duct' : `duct-${letter}`] },
    )
    const up = net.link(
      provider.port('up', { addresses: [`${backbone}.1/30`] }),
      internet.port(letter, { addresses: [`${backbone}.2/30`] }),
      { role: 'wan', risks: [`provider-${letter}`] },
    )
    server.rule({ from: published, table })
    server.route('default', `${LAN}.${String(11 + k)}`, { table })
    edge.route('default', `${access}.1`)
    provider.route('default', `${backbone}.2`)
    internet.route(`${access}.0/30`, `${backbone}.1`)
    edge.virtualRouter('LAN', {
      ...timers,
      interface: 'lan',
      vrid: 51,
      priority: own,
      addresses: [`${LAN}.1/24`],
      track: ['wan'],
      reach: { ...reach, address: `${BEYOND}.1` },
    })
    const called = { address: published, published: `${access}.2` }
    return { edge, provider, cables: { name: edge.name, lan, wan }, up, called }
  }
  const a = way('a', 0, priority.e1)
  const b = way('b', 1, priority.e2)
  const remoteLink = net.link(
    remote.port('eth0', { addresses: [`${BEYOND}.101/24`] }),
    internet.port('remote', { addresses: [`${BEYOND}.1/24`] }),
    { role: 'wan', risks: ['tray-remote'] },
  )
  remote.route('default', `${BEYOND}.1`)
  sw.bridge('br0', { ports: ['host', 'server', 'e1', 'e2'] })

  const topology = net.build()
  const side = (state: 'MASTER' | 'BACKUP'): GatewaySide =>
    gatewaySide('dualUplink', [a.cables, b.cables], { lan: 'LAN', wan: 'LAN' }, state, false)
  const edgeHandle = (edge: NodeBuilder, { lan, wan }: typeof a.cables): EdgeRouter => nodeHandle(edge, { lan, wan })
  return handles('dualUplink', {
    topology,
    host: nodeHandle(host, { link: hostLink }),
    server: nodeHandle(server, { link: serverLink }),
    serverAtA: nodeHandle(server, { probes: [a.called] }),
    serverAtB: nodeHandle(server, { probes: [b.called] }),
    remote: nodeHandle(remote, { link: remoteLink }),
    sw: nodeHandle(sw),
    e1: edgeHandle(a.edge, a.cables),
    e2: edgeHandle(b.edge, b.cables),
    providerA: nodeHandle(a.provider, { backbone: a.up }),
    providerB: nodeHandle(b.provider, { backbone: b.up }),
    internet: nodeHandle(internet),
    active: side('MASTER'),
    standby: side('BACKUP'),
  })
}

const LAN = '10.0.1'
/** What the server is behind provider A, and behind provider B. */
const PUBLISHED = [`${LAN}.21`, `${LAN}.22`] as const
/** Networks for documentation (RFC 5737): provider A, provider B, and what lies beyond them. */
const ACCESS = ['198.51.100', '203.0.113'] as const
const BEYOND = '192.0.2'

type Read = Required<Pick<DualUplinkOptions, 'priority' | 'reach' | 'lastMile'>> & { readonly timers: VrrpOptions }

function read(options: DualUplinkOptions): Read {
  const parameters = new Parameters('dualUplink', options)
  readVrrp(parameters)
  const given = parameters.inner('priority')
  const priority = { e1: given.integer('e1', 150, PRIORITY), e2: given.integer('e2', 100, PRIORITY) }
  given.rejectUnknown()
  if (priority.e1 <= priority.e2) {
    parameters.problem(
      'not-the-higher',
      `priority.e1 of dualUplink is ${String(priority.e1)}, and e2 ${String(priority.e2)}`,
      { allowed: 'e1 above e2: provider A is the way out while it works' },
    )
  }
  const asked = parameters.inner('reach')
  readReachTimers(asked)
  asked.rejectUnknown()
  const lastMile = parameters.oneOf('lastMile', 'diverse', ['diverse', 'shared'])
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { version = 3, advertInterval = '1s', preempt = true, preemptDelay = '0s', downTimerAdverts = 3 } = options
  const timers = { version, advertInterval, preempt, preemptDelay, downTimerAdverts }
  return { priority, reach: options.reach ?? {}, lastMile, timers }
}
