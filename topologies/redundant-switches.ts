import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  readStpTimers,
  type InterfaceOptions,
  type NodeBuilder,
  type SpanningTreeOptions,
} from '../src/model/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { DurationText } from '../src/model/time.ts'
import type { Site } from '../src/model/topology.ts'

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

/** A node and its one cable. */
export interface AtSwitch extends NodeHandle {
  readonly link: CableHandle
}

export interface AccessSwitch extends NodeHandle {
  /** To the root. */
  readonly uplink1: CableHandle
  /** To the backup root. */
  readonly uplink2: CableHandle
  /** The uplink that forwards when the fault strikes. */
  readonly activeUplink: CableSelector
  /** The uplink that is blocked then. */
  readonly standbyUplink: CableSelector
}

export interface RedundantSwitches extends Site {
  /** Host 1, 2, ...: one after the other at access switch 1, 2, ... and round again. */
  host(position: number): AtSwitch
  /** Server 1 is at the root, server 2 at the backup root. */
  server(position: number): AtSwitch
  access(position: number): AccessSwitch
  /** 1 is the root while all is well, 2 takes its place. */
  distribution(position: number): NodeHandle
  /** Between the distribution switches. */
  readonly peer: CableHandle
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
 * Throws BackhoeError with every bad parameter at once.
 */
export function redundantSwitches(options: RedundantSwitchesOptions = {}): RedundantSwitches {
  const { counts, vlans, priority, cost, timers, bpduGuard } = read(options)
  const net = compose('redundant-switches')
  const trunk = vlans.length > 0 ? { vlans: { tagged: vlans } } : {}
  const uplinked: InterfaceOptions = { ...trunk, stpPort: { cost: cost.uplink } }
  const edge: InterfaceOptions = { ...trunk, stpPort: { cost: cost.uplink, ...(bpduGuard ? { guard: 'bpdu' } : {}) } }
  const switches = new Map<NodeBuilder, { readonly ports: string[]; readonly priority: number }>()
  const makeSwitch = (name: string, own: number, risks: readonly string[]): NodeBuilder => {
    const node = net.node(name, { role: 'switch', risks })
    switches.set(node, { ports: [], priority: own })
    return node
  }
  const port = (node: NodeBuilder, name: string, own: InterfaceOptions) => {
    switches.get(node)?.ports.push(name)
    return node.port(name, own)
  }
  const d1 = makeSwitch('d1', priority.root, ['rack-1', 'feed-a'])
  const d2 = makeSwitch('d2', priority.backup, ['rack-2', 'feed-b'])
  const peered: InterfaceOptions = { ...trunk, stpPort: { cost: cost.peer } }
  const peer = net.link(port(d1, 'peer', peered), port(d2, 'peer', peered), { role: 'peer', risks: ['tray-peer'] })
  const access = numbers(counts.access).map((n) => {
    const name = `a${String(n)}`
    const node = makeSwitch(name, priority.access, [`rack-${name}`, n % 2 === 1 ? 'feed-a' : 'feed-b'])
    const up = (at: 1 | 2): CableHandle =>
      net.link(port(node, `up${String(at)}`, uplinked), port(at === 1 ? d1 : d2, name, uplinked), {
        role: 'uplink',
        risks: [at === 1 ? 'tray-a' : 'tray-b'],
      })
    return { node, uplink1: up(1), uplink2: up(2) }
  })

  let last = 0
  const plug = (role: 'host' | 'server', name: string, sw: NodeBuilder): { node: NodeBuilder; link: CableHandle } => {
    last += 1
    const node = net.node(name, { role, risks: [`rack-${name}`] })
    const untagged = vlans.length > 0 ? {} : { addresses: [`${address(UNTAGGED, last)}/24`] }
    const link = net.link(node.port('eth0', untagged), port(sw, name, edge), { role: 'edge', risks: [`tray-${name}`] })
    for (const vlan of vlans) {
      const own = address(vlan, last)
      node.vlan(`eth0.${String(vlan)}`, { parent: 'eth0', vlan, addresses: [`${own}/24`] })
      node.probe(own)
    }
    return { node, link }
  }
  const hosts = numbers(counts.hosts * counts.access).map((n) =>
    plug('host', `h${String(n)}`, nth('access', access, ((n - 1) % counts.access) + 1).node),
  )
  const servers = [plug('server', 'server1', d1), plug('server', 'server2', d2)]
  for (const [node, { ports, priority: own }] of switches)
    node.bridge('br0', { ports, stp: { ...timers, priority: own } })

  const topology = net.build()
  const attached = ({ node, link }: { node: NodeBuilder; link: CableHandle }): AtSwitch => nodeHandle(node, { link })
  const [hostHandles, serverHandles] = [hosts.map(attached), servers.map(attached)]
  const accessHandles = access.map(({ node, ...uplinks }): AccessSwitch =>
    nodeHandle(node, {
      ...uplinks,
      activeUplink: uplinkIn(node.name, 'forwarding', uplinks),
      standbyUplink: uplinkIn(node.name, 'blocking', uplinks),
    }),
  )
  const distribution = [nodeHandle(d1), nodeHandle(d2)]
  return handles('redundantSwitches', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    server: (position) => nth('server', serverHandles, position),
    access: (position) => nth('access', accessHandles, position),
    distribution: (position) => nth('distribution', distribution, position),
    peer,
  })
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k + 1)

function uplinkIn(
  node: string,
  state: 'forwarding' | 'blocking',
  uplinks: { readonly uplink1: CableHandle; readonly uplink2: CableHandle },
): CableSelector {
  return {
    handle: 'selector',
    text: `${state} uplink of ${node}`,
    candidates: [uplinks.uplink1, uplinks.uplink2].map((cable) => ({
      when: { watch: 'stpPort', node, name: cable.near.interface, state },
      cable,
    })),
  }
}

const UNTAGGED = 1

/** In VLAN 10: 10.0.10.LAST; in VLAN 300: 10.1.44.LAST. */
const address = (vlan: number, last: number): string => `10.${String(vlan >> 8)}.${String(vlan & 255)}.${String(last)}`

interface Read {
  readonly counts: { readonly access: number; readonly hosts: number }
  readonly vlans: readonly number[]
  readonly priority: { readonly root: number; readonly backup: number; readonly access: number }
  readonly cost: { readonly uplink: number; readonly peer: number }
  readonly timers: Omit<SpanningTreeOptions, 'priority'>
  readonly bpduGuard: boolean
}

function read(options: RedundantSwitchesOptions): Read {
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
  return { counts, vlans, priority, cost, timers: { hello, maxAge, forwardDelay }, bpduGuard }
}

function readPriorities(parameters: Parameters): Read['priority'] {
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
