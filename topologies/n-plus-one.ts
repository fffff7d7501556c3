import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  PRIORITY,
  readVrrp,
  type NodeBuilder,
  type VrrpOptions,
} from '../src/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { VrrpState } from '../src/mechanisms/vrrp/data-kinds.ts'
import type { Site } from '../src/model/topology.ts'
import type { Attached } from './active-active.ts'

export interface NPlusOneOptions extends VrrpOptions {
  /** Servers beside the spare, 2 to 16. Default 3. */
  readonly servers?: number
  /** Of a server and of the spare for the server's next hop, 1 to 254; the first is the higher. Default { server: 150, spare: 100 }. */
  readonly priority?: { readonly server: number; readonly spare: number }
}

export interface NPlusOne extends Site {
  readonly client: Attached
  /** All servers and the spare at their one address: the hash decides which of them answers. */
  readonly service: NodeHandle
  /** Server 1, 2, ... with its cable. */
  server(position: number): Attached
  readonly spare: Attached
  /** Next hop 1, 2, ...: the cable of the node that holds its address when the fault strikes, its server or the spare. */
  hop(position: number): { readonly active: CableSelector }
  /** Spreads over the next hops by a hash of addresses and ports. */
  readonly router: NodeHandle
  /** The switch between the router and the servers. */
  readonly sw: NodeHandle
}

/**
 *     client ─ router ─ sw ─┬─ s1     The service's address is on the loopback of every server. The router has a route to
 *                           ├─ s2     it by N next hops of equal cost (ECMP), and each next hop is a virtual address:
 *                           ├─ s3     server k is active for the k-th, and the spare is the backup for all of them.
 *                           └─ spare  Router and switch are not under test.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function nPlusOne(options: NPlusOneOptions = {}): NPlusOne {
  const { servers, priority, timers } = read(options)
  const net = compose('n-plus-one')
  const client = net.node('client', { role: 'host', risks: ['rack-client'] })
  const router = net.node('router', { role: 'router', risks: ['rack-router'] })
  const sw = net.node('sw', { role: 'switch', risks: ['rack-router'] })
  const clientLink = net.link(
    client.port('eth0', { addresses: [`${CLIENTS}.101/24`] }),
    router.port('clients', { addresses: [`${CLIENTS}.1/24`] }),
    { role: 'wan', risks: ['tray-client'] },
  )
  client.route('default', `${CLIENTS}.1`)
  net.link(router.port('servers', { addresses: [`${SERVERS}.254/24`] }), sw.port('router'), {
    role: 'lan',
    risks: ['tray-router'],
  })
  const hops = Array.from({ length: servers }, (_, k) => `${SERVERS}.${String(1 + k)}`)
  router.route(`${SERVICE}/32`, hops)

  const attach = (name: string, k: number): { readonly node: NodeBuilder; readonly link: CableHandle } => {
    const feed = k % 2 === 0 ? 'feed-a' : 'feed-b'
    const node = net.node(name, { role: 'server', risks: [`rack-${name}`, feed] })
    const port = node.port('eth0', { addresses: [`${SERVERS}.${String(FIRST_SERVER + k)}/24`] })
    const link = net.link(port, sw.port(name), { role: 'lan', risks: [`tray-${name}`] })
    node.loopback([`${SERVICE}/32`])
    node.route('default', `${SERVERS}.254`)
    return { node, link }
  }
  const takes = (node: NodeBuilder, k: number, own: number): void => {
    const addresses = [`${hops[k] ?? ''}/24`]
    node.virtualRouter(hopName(k), { ...timers, interface: 'eth0', vrid: 1 + k, priority: own, addresses })
  }
  const attached = hops.map((_, k) => attach(`s${String(1 + k)}`, k))
  const spare = attach('spare', servers)
  attached.forEach(({ node }, k) => {
    takes(node, k, priority.server)
    takes(spare.node, k, priority.spare)
  })
  sw.bridge('br0', { ports: ['router', ...attached.map(({ node }) => node.name), 'spare'] })

  const topology = net.build()
  const serverHandles = attached.map(({ node, link }): Attached => nodeHandle(node, { link }))
  const spareHandle: Attached = nodeHandle(spare.node, { link: spare.link })
  const hopHandles = attached.map((server, k) => {
    const active: CableSelector = {
      handle: 'selector',
      text: `who is active for next hop ${String(1 + k)}`,
      candidates: [server, spare].map(({ node, link }) => ({
        when: { watch: 'vrrp', node: node.name, name: hopName(k), state: 'MASTER' } satisfies VrrpState,
        cable: link,
      })),
    }
    return handles('a next hop of nPlusOne', { active })
  })
  const [first, ...others] = [...attached, spare].map(({ node }) => node)
  if (first === undefined) throw new Error('no server')
  return handles('nPlusOne', {
    topology,
    client: nodeHandle(client, { link: clientLink }),
    service: nodeHandle(first, { probes: [{ address: SERVICE }], replicas: others.map(({ node }) => node) }),
    server: (position) => nth('server', serverHandles, position),
    spare: spareHandle,
    hop: (position) => nth('hop', hopHandles, position),
    router: nodeHandle(router),
    sw: nodeHandle(sw),
  })
}

const hopName = (k: number): string => `HOP${String(1 + k)}`

const SERVICE = '10.0.9.1'
const SERVERS = '10.0.1'
const CLIENTS = '10.0.2'
const FIRST_SERVER = 101

type Read = Required<Pick<NPlusOneOptions, 'servers' | 'priority'>> & { readonly timers: VrrpOptions }

function read(options: NPlusOneOptions): Read {
  const parameters = new Parameters('nPlusOne', options)
  readVrrp(parameters)
  const servers = parameters.integer('servers', 3, { min: 2, max: 16 })
  const given = parameters.inner('priority')
  const priority = { server: given.integer('server', 150, PRIORITY), spare: given.integer('spare', 100, PRIORITY) }
  given.rejectUnknown()
  if (priority.server <= priority.spare) {
    parameters.problem(
      'not-the-higher',
      `priority.server of nPlusOne is ${String(priority.server)}, and spare ${String(priority.spare)}`,
      { allowed: 'server above spare: the spare waits' },
    )
  }
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { version = 3, advertInterval = '1s', preempt = true, preemptDelay = '0s', downTimerAdverts = 3 } = options
  return { servers, priority, timers: { version, advertInterval, preempt, preemptDelay, downTimerAdverts } }
}
