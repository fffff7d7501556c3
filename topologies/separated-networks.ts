import { compose, handles, nodeHandle, nth, Parameters, type NodeBuilder } from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'

export interface SeparatedNetworksOptions {
  /** Hosts with a port in each network, 1 to 16. Default 1. */
  readonly hosts?: number
  /** 2: a switch for each network; 1: both are VLANs (10 service, 20 management) of one switch. Default 2. */
  readonly switches?: 1 | 2
}

/** A node as one network sees it: flows of this handle use its address there. */
export interface NetworkPort extends NodeHandle {
  readonly link: CableHandle
}

/** Two ports, two cables, two networks, and no way from one to the other. */
export interface TwoPorts extends NodeHandle {
  readonly service: NetworkPort
  readonly management: NetworkPort
}

export interface SeparatedNetworks extends Site {
  /** Host 1, 2, ... */
  host(position: number): TwoPorts
  readonly server: TwoPorts
  /** The station that looks after the others: in the management network only. */
  readonly admin: NetworkPort
  /** The switch of the service network. */
  readonly serviceSwitch: NodeHandle
  /** The switch of the management network; with one switch the same. */
  readonly managementSwitch: NodeHandle
}

/**
 *     h1:service ─── sw1 ─── server:service      10.0.1.0/24
 *     h1:mgmt ────── sw2 ─── server:mgmt         10.0.2.0/24
 *                     └───── admin
 *
 * Every machine has two ports and two cables, as a redundant one has, and neither can do the other's work: there is no
 * bond, no route between the networks and no address that moves. Each service dies with its own port.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function separatedNetworks(options: SeparatedNetworksOptions = {}): SeparatedNetworks {
  const { hosts, switches } = read(options)
  const net = compose('separated-networks')
  const networks = {
    service: new SeparateNetwork('service', '10.0.1', 10, 'tray-a'),
    management: new SeparateNetwork('mgmt', '10.0.2', 20, 'tray-b'),
  }
  const machines = Array.from({ length: hosts }, (_, k) => {
    const name = `h${String(k + 1)}`
    return net.node(name, { role: 'host', risks: [`rack-${name}`] })
  })
  const server = net.node('server', { role: 'server', risks: ['rack-server'] })
  const admin = net.node('admin', { role: 'host', risks: ['rack-admin'] })
  const sw1 = net.node('sw1', { role: 'switch', risks: ['rack-1', 'feed-a'] })
  const sw2 = switches === 1 ? sw1 : net.node('sw2', { role: 'switch', risks: ['rack-2', 'feed-b'] })
  const used = new Map<NodeBuilder, string[]>()

  const plug = (node: NodeBuilder, network: SeparateNetwork): Plugged => {
    const sw = network === networks.service ? sw1 : sw2
    const ports = used.get(sw) ?? []
    used.set(sw, ports)
    const port = `${network.name}${String(ports.length + 1)}`
    ports.push(port)
    const address = network.nextAddress()
    const near = node.port(network.name, { addresses: [`${address}/24`] })
    const far = sw.port(port, switches === 1 ? { vlans: { native: network.vlan } } : {})
    return { address, link: net.link(near, far, { role: network.name, risks: [network.tray] }) }
  }
  const both = (node: NodeBuilder) => ({
    node,
    service: plug(node, networks.service),
    management: plug(node, networks.management),
  })
  const plugged = machines.map(both)
  const served = both(server)
  const watched = plug(admin, networks.management)
  for (const [sw, ports] of used) sw.bridge('br0', { ports })

  const topology = net.build()
  const seenIn = (node: NodeBuilder, { address, link }: Plugged): NetworkPort =>
    nodeHandle(node, { probes: [{ address }], link })
  const twoPorts = ({ node, service, management }: ReturnType<typeof both>): TwoPorts =>
    nodeHandle(node, { service: seenIn(node, service), management: seenIn(node, management) })
  const hostHandles = plugged.map(twoPorts)
  return handles('separatedNetworks', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    server: twoPorts(served),
    admin: nodeHandle(admin, { link: watched.link }),
    serviceSwitch: nodeHandle(sw1),
    managementSwitch: nodeHandle(sw2),
  })
}

interface Plugged {
  readonly address: string
  readonly link: CableHandle
}

class SeparateNetwork {
  readonly name: string
  readonly vlan: number
  readonly tray: string
  readonly #net: string
  #last = 0

  constructor(name: string, net: string, vlan: number, tray: string) {
    this.name = name
    this.#net = net
    this.vlan = vlan
    this.tray = tray
  }

  nextAddress(): string {
    this.#last += 1
    return `${this.#net}.${String(this.#last)}`
  }
}

function read(options: SeparatedNetworksOptions): Required<SeparatedNetworksOptions> {
  const parameters = new Parameters('separatedNetworks', options)
  const hosts = parameters.integer('hosts', 1, { min: 1, max: 16 })
  const switches = parameters.oneOf('switches', 2, [1, 2])
  parameters.rejectUnknown()
  parameters.throwProblems()
  return { hosts, switches }
}
