import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  type BondOptions,
  type InterfaceRef,
  type Network,
  type NodeBuilder,
  readVlanList,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import { readLag, readPairTimers, type LagOptions, type PairTimers } from './mlag/options.ts'
import { Pair, type PairLag, type PairOptions } from './mlag/pair.ts'
import { networkOf } from './parts/lan.ts'
import { vlanNumber, type Vlan } from '../src/model/vlans.ts'

export interface MlagPairOptions extends LagOptions, PairTimers {
  /** Hosts with a leg at each switch, 1 to 16. Default 1. */
  readonly hosts?: number
  /** Servers with a leg at each switch, 1 to 16; at the second pair where there are two. Default 1. */
  readonly servers?: number
  /** Hosts that hang on one switch only, 0 to 8 at each. Default 1. */
  readonly orphans?: number
  /** Number of MLAG pairs. 2: hosts at one pair and servers at the other, with a LAG between them. Default 1. */
  readonly pairs?: 1 | 2
  /** Tagged VLANs on every trunk, 1 to 4094; hosts, servers and orphans are in each. Default: none, untagged. */
  readonly vlans?: readonly Vlan[]
}

/** A node with a leg at each switch of its pair. */
export interface DualHomed extends NodeHandle {
  /** Its cable to the primary. */
  readonly leg1: CableHandle
  /** Its cable to the secondary. */
  readonly leg2: CableHandle
}

/** A node at one switch only. */
export interface Orphan extends NodeHandle {
  readonly link: CableHandle
}

export interface MlagPair extends Site {
  /** Dual-homed host 1, 2, ... */
  host(position: number): DualHomed
  /** Dual-homed server 1, 2, ... */
  server(position: number): DualHomed
  /** Of the first pair; odd ones hang on the primary, even ones on the secondary. */
  orphan(position: number): Orphan
  /** The primary. */
  readonly switch1: NodeHandle
  /** The secondary. */
  readonly switch2: NodeHandle
  readonly peer: CableHandle
  readonly heartbeat: CableHandle
  /** Pair 1, 2, ... */
  pair(position: number): MlagPairHalf
  /** Between two pairs: leg 1 joins the primaries, leg 2 the secondaries. */
  between(position: number): CableHandle
}

/** The switches of one pair and what is between them. */
export interface MlagPairHalf {
  readonly primary: NodeHandle
  readonly secondary: NodeHandle
  readonly peer: CableHandle
  readonly heartbeat: CableHandle
}

/**
 *     h1:bond0 ═╦═ sw1 ─ o1          One LACP system, two switches: peer link (═), heartbeat beside it (┄).
 *               ║   ║ ┊
 *     s1:bond0 ═╩═ sw2 ─ o2
 *
 * Each switch runs `mlagd` (topologies/mlag/mlagd, Perl): it keeps split horizon, gates and legs in step with its partner,
 * logs to `mlagd.log` and keeps its current state in `mlagd.state`.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function mlagPair(options: MlagPairOptions = {}): MlagPair {
  const { counts, bond, pair } = read(options)
  const net = compose('mlag-pair')
  const ends = new Ends(net, bond, pair.vlans)
  const pairs = Array.from({ length: counts.pairs }, (_, k) => {
    const names = [`sw${String(2 * k + 1)}`, `sw${String(2 * k + 2)}`] as const
    return new Pair(net, k + 1, names, pair)
  })
  const first = nth('pair', pairs, 1)
  const last = nth('pair', pairs, counts.pairs)

  const hosts = numbers(counts.hosts).map((n) => ends.dualHomed('host', `h${String(n)}`, first))
  const servers = numbers(counts.servers).map((n) => ends.dualHomed('server', `s${String(n)}`, last))
  const orphans = numbers(2 * counts.orphans).map((n) => ends.orphan(n, first))
  const between = first === last ? [] : join(net, first.lag('x'), last.lag('x'))
  const made = pairs.map((one) => ({ switches: one.switches, ...one.finish() }))

  const topology = net.build()
  const built = ({ builder, ...cables }: BuiltDualHomed): DualHomed => nodeHandle(builder, cables)
  const halves = made.map(({ switches: [primary, secondary], peer, heartbeat }) =>
    handles('a pair of mlagPair', {
      primary: nodeHandle(primary),
      secondary: nodeHandle(secondary),
      peer,
      heartbeat,
    }),
  )
  const { primary, secondary, peer, heartbeat } = nth('pair', halves, 1)
  const [hostHandles, serverHandles] = [hosts.map(built), servers.map(built)]
  const orphanHandles = orphans.map(({ builder, link }): Orphan => nodeHandle(builder, { link }))
  return handles('mlagPair', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    server: (position) => nth('server', serverHandles, position),
    orphan: (position) => nth('orphan', orphanHandles, position),
    switch1: primary,
    switch2: secondary,
    peer,
    heartbeat,
    pair: (position) => nth('pair', halves, position),
    between: (position) => nth('between', between, position),
  })
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k + 1)

interface BuiltDualHomed {
  readonly builder: NodeBuilder
  readonly leg1: CableHandle
  readonly leg2: CableHandle
}

/** Hosts, servers and orphans: one after the other they get the addresses .1, .2, ... of each LAN. */
class Ends {
  readonly #net: Network
  readonly #bond: MemberOptions
  readonly #vlans: readonly Vlan[]
  #last = 0

  constructor(net: Network, bond: MemberOptions, vlans: readonly Vlan[]) {
    this.#net = net
    this.#bond = bond
    this.#vlans = vlans
  }

  dualHomed(role: 'host' | 'server', name: string, pair: Pair): BuiltDualHomed {
    const builder = this.#net.node(name, { role, risks: [`rack-${name}`] })
    const { ports } = pair.lag(name)
    const [leg1, leg2] = ports.map((port, at) =>
      this.#net.link(builder.port(`eth${String(at)}`), port, { role: 'leg', risks: [`tray-${'ab'.charAt(at)}`] }),
    ) as [CableHandle, CableHandle]
    builder.bond('bond0', { ...this.#bond, mode: '802.3ad', members: ['eth0', 'eth1'], ...this.#untagged() })
    this.#tagged(builder, 'bond0')
    return { builder, leg1, leg2 }
  }

  orphan(number: number, pair: Pair): { readonly builder: NodeBuilder; readonly link: CableHandle } {
    const name = `o${String(number)}`
    const at = number % 2 === 1 ? 0 : 1
    const builder = this.#net.node(name, { role: 'host', risks: [`rack-${name}`] })
    const near = builder.port('eth0', this.#untagged())
    const link = this.#net.link(near, pair.orphan(at, name), { role: 'orphan', risks: [`tray-${'ab'.charAt(at)}`] })
    this.#tagged(builder, 'eth0')
    return { builder, link }
  }

  /** The addresses of the next node; with VLANs its device has none of its own. */
  #untagged(): { readonly addresses?: readonly string[] } {
    this.#last += 1
    return this.#vlans.length > 0 ? {} : { addresses: [`${address(UNTAGGED, this.#last)}/24`] }
  }

  #tagged(builder: NodeBuilder, parent: string): void {
    for (const named of this.#vlans) {
      const vlan = vlanNumber(named)
      const own = address(vlan, this.#last)
      builder.vlan(`${parent}.${String(vlan)}`, { parent, vlan: named, addresses: [`${own}/24`] })
      builder.probe(own)
    }
  }
}

type MemberOptions = Pick<BondOptions, 'miimon' | 'lacpRate' | 'hash'>

const UNTAGGED = 1

const address = (vlan: number, last: number): string => `${networkOf(vlan)}.${String(last)}`

/** The LAG between two pairs: each sees the other as one switch. */
function join(net: Network, one: PairLag, other: PairLag): readonly CableHandle[] {
  const cable = (a: InterfaceRef, b: InterfaceRef, tray: string): CableHandle =>
    net.link(a, b, { role: 'uplink', risks: [tray] })
  return [cable(one.ports[0], other.ports[0], 'tray-a'), cable(one.ports[1], other.ports[1], 'tray-b')]
}

interface Read {
  readonly counts: Required<Pick<MlagPairOptions, 'hosts' | 'servers' | 'orphans' | 'pairs'>>
  readonly bond: MemberOptions
  readonly pair: PairOptions
}

function read(options: MlagPairOptions): Read {
  const parameters = new Parameters('mlagPair', options)
  const counts = {
    hosts: parameters.integer('hosts', 1, { min: 1, max: 16 }),
    servers: parameters.integer('servers', 1, { min: 1, max: 16 }),
    orphans: parameters.integer('orphans', 1, { min: 0, max: 8 }),
    pairs: parameters.oneOf('pairs', 1, [1, 2]),
  }
  const vlans = readVlanList(parameters, 'vlans')
  const bond = readLag(parameters)
  const timers = readPairTimers(parameters, 'mlagPair')
  parameters.rejectUnknown()
  parameters.throwProblems()
  return { counts, bond, pair: { vlans, bond, timers } }
}
