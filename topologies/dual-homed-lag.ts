import {
  compose,
  handles,
  nodeHandle,
  nth,
  Parameters,
  readMii,
  type BondOptions,
  type NodeBuilder,
} from '../src/compose/index.ts'
import type { CableHandle, NodeHandle } from '../src/model/handle.ts'
import { TRANSMIT_HASHES, type TransmitHash } from '../src/model/bond.ts'
import type { DurationText } from '../src/model/time.ts'
import type { Site } from '../src/model/topology.ts'
import { stackMembers, type StackMember, type StackMemberName } from './parts/stack.ts'

export interface DualHomedLagOptions {
  /** LACP (802.3ad), or on all sides static LAGs that ask nobody (balance-xor). Default '802.3ad'. */
  readonly mode?: '802.3ad' | 'balance-xor'
  /** Cables of each LAG, 2 to 8; odd ones on member m1 of the stack, even ones on m2. Default 2. */
  readonly legs?: number
  /** 802.3ad: the pace at which each side asks its partner for LACPDUs: 'fast' 1 s, 'slow' 30 s. Default { host: 'fast', switch: 'fast', server: 'fast' } (the kernel's own is slow). */
  readonly lacpRate?: LacpRates
  /** What picks the leg of a packet, at every bond. Default 'layer3+4'. Streams vary what it reads. */
  readonly hash?: TransmitHash
  /** Time between two looks of a bond at the carrier of its legs, in whole milliseconds up to 1 h; balance-xor: '0ms' is never. Default '100ms' (bonding.rst's advice). */
  readonly miimon?: DurationText
  /** Time from a leg's carrier to its use, a multiple of miimon up to 1 h. Default '0ms'. */
  readonly updelay?: DurationText
  /** Time from the loss of a leg's carrier until the bond stops using it, a multiple of miimon up to 1 h. Default '0ms'. */
  readonly downdelay?: DurationText
  /** 802.3ad: legs below which a LAG has no carrier, 0 to `legs`. Default 0 (the kernel's). */
  readonly minLinks?: number
}

/** The LACP rate of each side. Default of each: 'fast'. */
export interface LacpRates {
  /** Of the host's bond. */
  readonly host?: 'fast' | 'slow'
  /** Of the stack's bonds. */
  readonly switch?: 'fast' | 'slow'
  /** Of the server's bond. */
  readonly server?: 'fast' | 'slow'
}

export interface DualHomedLag extends Site {
  readonly host: NodeHandle
  readonly server: NodeHandle
  readonly stack: NodeHandle
  /** The host's cable 1, 2, ... */
  leg(position: number): CableHandle
  /** The server's cable 1, 2, ... */
  serverLeg(position: number): CableHandle
  /** Its cables: first the host's, then the server's. */
  member(name: StackMemberName): StackMember
}

/**
 *     host:bond0 ═ stack:lag1 ─ br0 ─ stack:lag2 ═ server:bond0      802.3ad, or balance-xor, on both sides
 *
 * The stack is one logical switch, hence one node: each port is labelled with the member (m1, m2) it belongs to, and
 * the cables of a member share its risk. Two separate switches would need MLAG to be an honest LACP partner.
 *
 * Streams vary what the hash reads: ports at layer3+4 and encap3+4; at layer2+3 and encap2+3 the host has 16 addresses; at
 * layer2 and vlan+srcmac it has 16 macvlan devices, each with a MAC and address of its own.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function dualHomedLag(options: DualHomedLagOptions = {}): DualHomedLag {
  const { legs, rates, bond } = read(options)
  const net = compose('dual-homed-lag')
  const host = net.node('host', { role: 'host', risks: ['rack-host'] })
  const server = net.node('server', { role: 'server', risks: ['rack-server'] })
  const stack = net.node('stack', { role: 'switch', risks: ['stack'] })

  const positions = Array.from({ length: legs }, (_, k) => k + 1)
  const members = positions.map((position) => `eth${String(position - 1)}`)
  const legsOf = (node: NodeBuilder, letter: string): readonly CableHandle[] =>
    positions.map((position) => {
      const member = memberOf(position)
      const port = stack.port(`${member}-${letter}${String(position)}`, { stackMember: member, risks: [member] })
      return net.link(node.port(`eth${String(position - 1)}`), port, { role: 'leg', risks: [member, `tray-${member}`] })
    })
  const hostLegs = legsOf(host, 'h')
  const serverLegs = legsOf(server, 's')

  const perStream = Array.from({ length: STREAMS }, (_, k) => `10.0.1.${String(1 + k)}`)
  const rateOf = (side: keyof LacpRates): Pick<BondOptions, 'lacpRate'> =>
    rates === null ? {} : { lacpRate: rates[side] }
  const readsMacs = bond.hash === 'layer2' || bond.hash === 'vlan+srcmac'
  const readsPorts = bond.hash === 'layer3+4' || bond.hash === 'encap3+4'
  const own = readsMacs ? [] : readsPorts ? perStream.slice(0, 1) : perStream
  host.bond('bond0', { ...bond, members, ...rateOf('host'), addresses: own.map((address) => `${address}/24`) })
  if (readsMacs) {
    perStream.forEach((address, k) => {
      host.probe(address, {
        device: host.macvlan(`mac${String(k)}`, { parent: 'bond0', addresses: [`${address}/24`] }),
      })
    })
  } else for (const address of own) host.probe(address)
  server.bond('bond0', { ...bond, members, ...rateOf('server'), addresses: ['10.0.1.100/24'] })
  stack.bond('lag1', { ...bond, members: farPorts(hostLegs), ...rateOf('switch') })
  stack.bond('lag2', { ...bond, members: farPorts(serverLegs), ...rateOf('switch') })
  stack.bridge('br0', { ports: ['lag1', 'lag2'] })

  const topology = net.build()
  return handles('dualHomedLag', {
    topology,
    host: nodeHandle(host),
    server: nodeHandle(server),
    stack: nodeHandle(stack),
    leg: (position) => nth('leg', hostLegs, position),
    serverLeg: (position) => nth('serverLeg', serverLegs, position),
    member: stackMembers([...hostLegs, ...serverLegs]),
  })
}

/** As many addresses or MACs as a LAG's flow has streams at least, so that every leg carries some. */
const STREAMS = 16

const memberOf = (position: number): StackMemberName => (position % 2 === 1 ? 'm1' : 'm2')

const farPorts = (legs: readonly CableHandle[]): readonly string[] => legs.map((leg) => leg.far.interface)

/** The bonds' options, in the words of `compose`. */
function read(options: DualHomedLagOptions): {
  readonly legs: number
  /** null: nobody speaks LACP. */
  readonly rates: Required<LacpRates> | null
  readonly bond: Bonds
} {
  const parameters = new Parameters('dualHomedLag', options)
  const legs = readLegs(parameters)
  const mode = parameters.oneOf('mode', '802.3ad', ['802.3ad', 'balance-xor'])
  const hash = parameters.oneOf('hash', 'layer3+4', TRANSMIT_HASHES)
  readMii(parameters, { optional: mode === 'balance-xor' })
  const lacp = mode === '802.3ad' ? readLacp(parameters, legs) : refuseLacp(parameters)
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { miimon = '100ms', updelay = '0ms', downdelay = '0ms' } = options
  const { rates, ...own } = lacp
  return { legs, rates, bond: { mode, hash, miimon, updelay, downdelay, ...own } }
}

function readLacp(parameters: Parameters, legs: number): { rates: Required<LacpRates>; minLinks: number } {
  const given = parameters.inner('lacpRate')
  const rate = (name: keyof LacpRates): 'fast' | 'slow' => given.oneOf(name, 'fast', ['fast', 'slow'])
  const rates = { host: rate('host'), switch: rate('switch'), server: rate('server') }
  given.rejectUnknown()
  return { rates, minLinks: parameters.integer('minLinks', 0, { min: 0, max: legs }) }
}

function refuseLacp(parameters: Parameters): { rates: null } {
  for (const name of ['lacpRate', 'minLinks'])
    if (parameters.has(name))
      parameters.problem('not-in-this-mode', `${parameters.describe(name)}, which is for 802.3ad only`, {}, name)
  return { rates: null }
}

type Bonds = Pick<BondOptions, 'mode' | 'hash' | 'minLinks' | 'miimon' | 'updelay' | 'downdelay'>

function readLegs(parameters: Parameters): number {
  const legs = parameters.integer('legs', 2, { min: 1, max: 8 })
  if (legs === 1) {
    parameters.problem('bond-of-one', 'dualHomedLag has one leg, and a bond of one is not redundant', {
      allowed: '2 to 8 legs',
    })
  }
  return legs
}
