import type { BondOptions, InterfaceRef, Network, NodeBuilder, VlanOptions } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { ms } from '../../src/model/time.ts'
import type { MlagHalf } from '../../src/model/topology.ts'
import { AGENT, agentFiles, type AgentSettings } from './agent.ts'
import type { Vlan } from '../../src/model/vlans.ts'

/** What the switches of a pair are told alike. */
export interface PairOptions {
  readonly vlans: readonly Vlan[]
  readonly bond: Pick<BondOptions, 'miimon' | 'lacpRate' | 'hash'>
  readonly timers: Pick<AgentSettings, 'keepaliveMs' | 'deadMs' | 'delayRestoreMs' | 'aloneMs' | 'splitBrain'>
}

/** A LAG of the pair: its own name in both switches, and the ports that hold its two legs. */
export interface PairLag {
  readonly ports: readonly [InterfaceRef, InterfaceRef]
}

/** The peer link carries frames of 1500 bytes, their tag and their label. */
const PEER_MTU = 1600
/** Labels of LAGs on the peer link; the control channel has one of its own. */
const FIRST_LABEL = 101
const CONTROL_LABEL = 99
/** Set on what came over the peer link; it never leaves the node. */
const FROM_PEER = 1

/**
 * Two switches that present one LACP system. What comes in by a LAG crosses the peer link under that LAG's label and
 * enters the other switch by its own leg of the same LAG: addresses are learned there, and split horizon is a question of
 * one mark. The agents keep the rules in step with the legs.
 */
export class Pair {
  readonly switches: readonly [NodeBuilder, NodeBuilder]
  readonly #net: Network
  readonly #options: PairOptions
  readonly #number: number
  readonly #legs: { readonly bond: string; readonly port: string; readonly label: number }[] = []
  readonly #orphans: [string[], string[]] = [[], []]

  /** `number`: 1, 2, ... of the topology's pairs. */
  constructor(net: Network, number: number, names: readonly [string, string], options: PairOptions) {
    this.#net = net
    this.#number = number
    this.#options = options
    const made = (at: 0 | 1): NodeBuilder =>
      net.node(names[at], {
        role: 'switch',
        risks: [`rack-${String(2 * number - 1 + at)}`, at === 0 ? 'feed-a' : 'feed-b'],
      })
    this.switches = [made(0), made(1)]
  }

  /** The ports of both switches for the next LAG, called by this name; without `vlans` it is a trunk. */
  lag(name: string, vlans?: VlanOptions): PairLag {
    const label = FIRST_LABEL + this.#legs.length
    const bond = `m${name}`
    this.#legs.push({ bond, port: name, label })
    const { timers } = this.#options
    // The agent acts at its keepalives: one until the twin has been heard, one until it says so, one until the legs rise.
    const raisedWithin = `${timers.aloneMs + timers.delayRestoreMs + 3 * timers.keepaliveMs}ms` as const
    const leg = (node: NodeBuilder): InterfaceRef => {
      const port = node.port(name, { raisedWithin })
      node.bond(bond, {
        ...this.#options.bond,
        mode: '802.3ad',
        members: [port],
        redundant: false,
        minLinks: 1,
        system: { mac: systemMac(this.#number), priority: SYSTEM_PRIORITY },
        portKey: FIRST_KEY + label - FIRST_LABEL,
        backupPort: PEER,
        ...(vlans === undefined ? this.#trunk() : { vlans }),
      })
      return port
    }
    return { ports: [leg(this.switches[0]), leg(this.switches[1])] }
  }

  /** A port of one switch alone. */
  orphan(at: 0 | 1, name: string): InterfaceRef {
    this.#orphans[at].push(name)
    return this.switches[at].port(name, this.#trunk())
  }

  /** Once all LAGs and orphans are there: peer link, heartbeat, bridge, filters and agent. */
  finish(): { readonly peer: CableHandle; readonly heartbeat: CableHandle } {
    const [one, two] = this.switches
    const peer = this.#net.link(this.#peerPort(one), this.#peerPort(two), { role: 'peer', risks: ['tray-peer'] })
    const beat = (node: NodeBuilder, at: number): InterfaceRef =>
      node.port(HEARTBEAT, { addresses: [`${this.#address('heartbeat', at)}/30`] })
    const heartbeat = this.#net.link(beat(one, 0), beat(two, 1), { role: 'heartbeat', risks: ['tray-heartbeat'] })
    this.switches.forEach((node, at) => {
      node.bridge('br0', {
        ports: [...this.#legs.map(({ bond }) => bond), ...(this.#orphans[at] ?? []), PEER],
      })
      node.vlan(CONTROL, {
        parent: PEER,
        vlan: CONTROL_LABEL,
        protocol: '802.1ad',
        addresses: [`${this.#address('control', at)}/30`],
      })
      this.#filters(node)
      const settings = this.#settings(at)
      node.daemon(AGENT, agentFiles(settings))
      node.mlag(half(settings, this.switches[at === 0 ? 1 : 0].name))
    })
    return { peer, heartbeat }
  }

  #peerPort(node: NodeBuilder): InterfaceRef {
    return node.port(PEER, { mtu: PEER_MTU, ...this.#trunk() })
  }

  /** What never changes; split horizon and gates are the agent's. */
  #filters(node: NodeBuilder): void {
    this.#legs.forEach(({ bond, label }, position) => {
      node.filter(PEER, {
        at: 'ingress',
        pref: 100 + position,
        match: { match: 'label', label },
        actions: [{ act: 'pop-label' }, { act: 'mark', mark: FROM_PEER }, { act: 'enter', by: bond }],
      })
    })
    node.filter(PEER, {
      at: 'ingress',
      pref: 900,
      match: { match: 'all' },
      actions: [{ act: 'mark', mark: FROM_PEER }],
    })
    node.filter(PEER, {
      at: 'egress',
      pref: 10,
      match: { match: 'mark', mark: FROM_PEER },
      actions: [{ act: 'drop' }],
    })
  }

  #settings(at: number): AgentSettings {
    const channel = (name: Channel): readonly [string, string] => [this.#address(name, at), this.#address(name, 1 - at)]
    return {
      id: at === 0 ? 1 : 2,
      control: channel('control'),
      heartbeat: channel('heartbeat'),
      peer: PEER,
      ...this.#options.timers,
      legs: this.#legs,
    }
  }

  #address(channel: Channel, at: number): string {
    const net = 2 * this.#number - (channel === 'control' ? 1 : 0)
    return `169.254.${String(net)}.${String(1 + at)}`
  }

  #trunk(): { readonly vlans?: { readonly tagged: readonly Vlan[] } } {
    const { vlans } = this.#options
    return vlans.length === 0 ? {} : { vlans: { tagged: vlans } }
  }
}

/** The same for whoever has to know what the agent does. */
function half(settings: AgentSettings, twin: string): MlagHalf {
  return {
    twin,
    primary: settings.id === 1,
    peer: PEER,
    heartbeat: HEARTBEAT,
    lags: settings.legs.map(({ bond }) => bond),
    splitBrain: settings.splitBrain,
    keepaliveNs: ms(settings.keepaliveMs),
    deadNs: ms(settings.deadMs),
    delayRestoreNs: ms(settings.delayRestoreMs),
  }
}

/** Of pair 1, 2, ...: beyond what interfaces have. */
function systemMac(number: number): string {
  const digits = number.toString(16).padStart(2, '0')
  return `02:00:00:00:f${digits.slice(1)}:0${digits.slice(0, 1)}`
}

type Channel = 'control' | 'heartbeat'
const PEER = 'peer'
const HEARTBEAT = 'hb'
const CONTROL = 'peer.c'
const SYSTEM_PRIORITY = 100
const FIRST_KEY = 10
