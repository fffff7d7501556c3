import {
  compose,
  handles,
  nodeHandle,
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

export interface ServicePairOptions extends VrrpOptions {
  /** Priorities of VRRP, 1 to 254 and not equal: the server with the higher one has the virtual address. Default { s1: 150, s2: 100 }. */
  readonly priority?: ServerPriorities
}

/** Of VRRP, 1 to 254 and not equal: the server with the higher one is active. */
export interface ServerPriorities {
  /** Of server s1. */
  readonly s1: number
  /** Of server s2. */
  readonly s2: number
}

export interface ServicePair extends Site {
  readonly client: Attached
  /** The service at its virtual address: `flow(site.client, site.vip)`. Its server runs on both nodes. */
  readonly vip: NodeHandle
  /** With its cable. */
  readonly s1: Attached
  readonly s2: Attached
  readonly sw1: NodeHandle
  readonly sw2: NodeHandle
  /** sw1 to sw2. */
  readonly peer: CableHandle
  /** The cable of the server that has the virtual address when the fault strikes. */
  readonly active: { readonly link: CableSelector }
  /** The cable of the other one. */
  readonly standby: { readonly link: CableSelector }
}

/**
 *     client ─ sw1 ══ sw2       Two joined switches with a server on each. keepalived holds the virtual address of a service,
 *               │      │        10.0.1.1, at one of them; both run the service.
 *              s1      s2
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function servicePair(options: ServicePairOptions = {}): ServicePair {
  const { priority, timers } = read(options)
  const net = compose('service-pair')
  const client = net.node('client', { role: 'host', risks: ['rack-client'] })
  const sw1 = net.node('sw1', { role: 'switch', risks: ['rack-1', 'feed-a'] })
  const sw2 = net.node('sw2', { role: 'switch', risks: ['rack-2', 'feed-b'] })
  const s1 = net.node('s1', { role: 'server', risks: ['rack-1', 'feed-a'] })
  const s2 = net.node('s2', { role: 'server', risks: ['rack-2', 'feed-b'] })

  const clientLink = net.link(client.port('eth0', { addresses: [`${LAN}.101/24`] }), sw1.port('client'), {
    role: 'lan',
    risks: ['tray-client'],
  })
  const attach = (node: NodeBuilder, sw: NodeBuilder, number: number, tray: string): CableHandle =>
    net.link(node.port('eth0', { addresses: [`${LAN}.${String(number)}/24`] }), sw.port(node.name), {
      role: 'lan',
      risks: [tray],
    })
  const link1 = attach(s1, sw1, 11, 'tray-a')
  const link2 = attach(s2, sw2, 12, 'tray-b')
  const peer = net.link(sw1.port('peer'), sw2.port('peer'), { role: 'peer', risks: ['tray-peer'] })
  sw1.bridge('br0', { ports: ['client', 's1', 'peer'] })
  sw2.bridge('br0', { ports: ['s2', 'peer'] })
  for (const [node, own] of [
    [s1, priority.s1],
    [s2, priority.s2],
  ] as const)
    node.virtualRouter(SERVICE, { ...timers, interface: 'eth0', vrid: 51, priority: own, addresses: [`${VIP}/24`] })

  const topology = net.build()
  const servers = [
    { name: 's1', link: link1 },
    { name: 's2', link: link2 },
  ]
  const select = (state: 'MASTER' | 'BACKUP'): { readonly link: CableSelector } => ({
    link: {
      handle: 'selector',
      text: `${state === 'MASTER' ? 'active' : 'standby'} server's cable`,
      candidates: servers.map(({ name, link }) => ({
        when: { watch: 'vrrp', node: name, name: SERVICE, state } satisfies VrrpState,
        cable: link,
      })),
    },
  })
  return handles('servicePair', {
    topology,
    client: nodeHandle(client, { link: clientLink }),
    vip: net.virtualAddress(VIP),
    s1: nodeHandle(s1, { link: link1 }),
    s2: nodeHandle(s2, { link: link2 }),
    sw1: nodeHandle(sw1),
    sw2: nodeHandle(sw2),
    peer,
    active: handles('a side of servicePair', select('MASTER')),
    standby: handles('a side of servicePair', select('BACKUP')),
  })
}

const LAN = '10.0.1'
const VIP = `${LAN}.1`
/** keepalived's instance. */
const SERVICE = 'SERVICE'

type Read = Required<Pick<ServicePairOptions, 'priority'>> & { readonly timers: VrrpOptions }

function read(options: ServicePairOptions): Read {
  const parameters = new Parameters('servicePair', options)
  readVrrp(parameters)
  const given = parameters.inner('priority')
  const priority = { s1: given.integer('s1', 150, PRIORITY), s2: given.integer('s2', 100, PRIORITY) }
  given.rejectUnknown()
  if (priority.s1 === priority.s2) {
    parameters.problem('equal-priority', `priority.s1 of servicePair is ${String(priority.s1)}, and so is s2`, {
      allowed: 'one priority each, or chance decides which server is active',
    })
  }
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { version = 3, advertInterval = '1s', preempt = true, preemptDelay = '0s', downTimerAdverts = 3 } = options
  return { priority, timers: { version, advertInterval, preempt, preemptDelay, downTimerAdverts } }
}
