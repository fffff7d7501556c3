import { isIPv4 } from 'node:net'
import { OPTIONS, type Nouns } from '../mechanisms/all/options.ts'
import type { NounContext } from '../mechanisms/contract/options.ts'
import { CAPABILITIES, isCapability } from '../mechanisms/all/needs.ts'
import type { Unread } from '../model/own-file.ts'
import { fail, type Problem } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import type { NodeHandle } from '../model/handle.ts'
import { asText, quoted } from '../words/shown.ts'
import type { Routing } from '../model/route.ts'
import type { Filter, MlagHalf, Node, NodeDaemon, ProbeAddress, Role } from '../model/topology.ts'
import { bareAddress, isHostPrefix, parsePrefix } from '../model/address.ts'
import { readBond } from './bond.ts'
import { namesOf, vlanNumber } from '../model/vlans.ts'
import { Devices } from './devices.ts'
import { readInterface, type Draft } from './interface.ts'
import type {
  BondOptions,
  BridgeOptions,
  MacvlanOptions,
  Named,
  NodeOptions,
  PortOptions,
  VlanDeviceOptions,
} from './options.ts'
import { readFiles, textsOf, type GivenFiles } from './own-files.ts'
import { Parameters } from '../words/parameters.ts'
import { readAgeing, readTree } from './stp.ts'
import { readVlan } from './vlan.ts'

/** An interface of a node under construction: an end for `link`, a member for a bond, a port for a bridge. */
export interface InterfaceRef {
  readonly node: string
  readonly name: string
}

const ROLES: readonly Role[] = ['host', 'server', 'switch', 'router']

/** A node under construction; after `build()` of its network it is the handle that flows and faults take. */
export interface NodeBuilder extends CoreNode, Nouns {}

/** A node with the methods of every mechanism. */
export function nodeBuilder(name: string, number: number, options: NodeOptions, problems: Problem[]): NodeBuilder {
  const core = new CoreNode(name, number, options, problems)
  const nouns = OPTIONS.map((mechanism) => mechanism.nouns(core.nounContext()))
  return Object.assign(core, ...(nouns as Nouns[])) as NodeBuilder
}

/** What a node is made of. */
class CoreNode implements NodeHandle {
  readonly handle = 'node'
  readonly name: string
  readonly #problems: Problem[]
  readonly #number: number
  readonly #head: Pick<Node, 'role' | 'risks' | 'forwarding'>
  readonly #files: GivenFiles
  readonly #devices: Devices
  #routing: Routing = { routes: [] }
  #features: Readonly<Record<string, unknown>> = {}
  readonly #probes: ProbeAddress[] = []
  readonly #filters = new Map<string, Filter[]>()
  readonly #daemons: NodeDaemon[] = []
  readonly #daemonFiles: Record<string, string> = {}
  readonly #unread: Unread[] = []
  #mlag: MlagHalf | undefined
  #built: Node | undefined

  constructor(name: string, number: number, options: NodeOptions, problems: Problem[]) {
    this.name = asText(name)
    this.#number = number
    this.#problems = problems
    this.#devices = new Devices(this.name, problems)
    const parameters = this.#parameters(this.name, options)
    this.#devices.place('', parameters.site)
    const role = parameters.oneOf('role', 'host', ROLES)
    this.#head = {
      role,
      risks: parameters.names('risks'),
      forwarding: parameters.boolean('forwarding', role === 'router'),
    }
    this.#files = readFiles(parameters)
    parameters.rejectUnknown()
  }

  /** The end of a cable. Without options: the port of that name, declared on first mention. */
  port(given: string, options?: PortOptions): InterfaceRef {
    const name = asText(given)
    if (options === undefined && this.#devices.isPlaced(name)) return this.#ref(name)
    const parameters = this.#parameters(`${this.name}:${name}`, options)
    const stackMember = parameters.text('stackMember')
    return this.#declare(parameters, {
      kind: 'port',
      ...readInterface(name, parameters),
      ...(stackMember === undefined ? {} : { stackMember }),
    })
  }

  /** A bond of ports of the node. It is an interface too: for a bridge, a VLAN device or a virtual router. */
  bond(given: string, options: BondOptions): InterfaceRef {
    const name = asText(given)
    const parameters = this.#parameters(`${this.name}:${name}`, options)
    const members = parameters.names('members')
    const bond = readBond(parameters)
    if (parameters.boolean('redundant', true) && members.length < 2) {
      parameters.problem(
        'bond-of-one',
        `${this.name}:${name} has ${String(members.length)} member and is called redundant`,
        {
          allowed: 'two members or more',
          next: 'say redundant: false where a single member is meant',
        },
      )
    }
    for (const member of members) this.#devices.enslave(member, name, parameters)
    if (bond.mode === 'active-backup' && bond.primary !== undefined && !members.includes(bond.primary)) {
      const what = `primary ${bond.primary} is no member of ${this.name}:${name}`
      parameters.problem('unknown-interface', what, remedyFor(bond.primary, members))
    }
    return this.#declare(parameters, { kind: 'bond', ...readInterface(name, parameters), bond })
  }

  /** A bridge of the kernel, or of Open vSwitch with `rstp`. */
  bridge(given: string, options: BridgeOptions): InterfaceRef {
    const name = asText(given)
    const parameters = this.#parameters(`${this.name}:${name}`, options)
    const ports = parameters.names('ports')
    for (const port of ports) this.#devices.enslave(port, name, parameters)
    const vlanFiltering = parameters.has('vlanFiltering') ? parameters.boolean('vlanFiltering', false) : null
    const tree = readTree(parameters)
    const ageing = readAgeing(parameters)
    return this.#declare(parameters, {
      kind: 'bridge',
      ...readInterface(name, parameters),
      vlanFiltering,
      ...ageing,
      ...tree,
    })
  }

  /** A device for one VLAN of another device. */
  vlan(given: string, options: VlanDeviceOptions): InterfaceRef {
    const name = asText(given)
    const parameters = this.#parameters(`${this.name}:${name}`, options)
    const parent = parameters.named('parent') ?? ''
    const vlan = readVlan(parameters, 'vlan', 0)
    return this.#declare(parameters, {
      kind: 'vlan',
      ...readInterface(name, parameters),
      parent,
      vlan: vlanNumber(vlan),
      ...(typeof vlan === 'number' ? {} : { vlanNames: namesOf([vlan]) }),
      ...(parameters.has('protocol') ? { protocol: parameters.oneOf('protocol', '802.1ad', ['802.1ad']) } : {}),
    })
  }

  /** A device with a MAC of its own above another device. */
  macvlan(given: string, options: MacvlanOptions): InterfaceRef {
    const name = asText(given)
    const parameters = this.#parameters(`${this.name}:${name}`, options)
    return this.#declare(parameters, {
      kind: 'macvlan',
      ...readInterface(name, parameters),
      parent: parameters.named('parent') ?? '',
    })
  }

  /** Addresses of the node that belong to no LAN, each with the length of one address: `10.0.9.1/32`; other nodes may have them too. */
  loopback(addresses: readonly string[]): InterfaceRef {
    const parameters = this.#parameters(`${this.name}:lo`, { addresses })
    for (const address of parameters.names('addresses')) {
      const prefix = parsePrefix(address)
      if (prefix === null || isHostPrefix(prefix)) continue
      parameters.problem('not-one-address', `${this.name}:lo has ${address}`, {
        allowed: 'the length of one address: 10.0.9.1/32',
      })
    }
    return this.#declare(parameters, { kind: 'loopback', ...readInterface('lo', parameters) })
  }

  /** A tc filter on one of the node's interfaces. Faults of cables act outside of the node, so the two never meet. */
  filter(device: Named, filter: Filter): this {
    const name = asText(typeof device === 'object' ? (device as Partial<typeof device> | null)?.name : device)
    this.#filters.set(name, [...(this.#filters.get(name) ?? []), filter])
    return this
  }

  /**
   * A program that runs in the node for the whole trial, in the foreground, and its files: the text of each, by its path below the
   * node's folder. `{dir}` in arguments and texts stands for that folder. Programs start in the order of their declaration; what Backhoe
   * does not bring itself silences the windows of traffic that may pass the node. By default it has no files.
   */
  daemon(daemon: NodeDaemon, files: Readonly<Record<string, string>> = {}): this {
    const parameters = this.#parameters(`the daemon of ${this.name}`, daemon)
    for (const need of parameters.names('needs').filter((one) => !isCapability(one))) {
      const what = `a daemon of ${this.name} needs ${quoted(need)}, which is no capability`
      parameters.problem('unknown-capability', what, remedyFor(need, CAPABILITIES), 'needs')
    }
    this.#daemons.push(daemon)
    Object.assign(this.#daemonFiles, files)
    return this
  }

  /**
   * Declares that this switch is one half of an MLAG pair, so that theory has windows for it. The agent that makes it one is a `daemon`;
   * `mlagPair` declares both.
   */
  mlag(half: MlagHalf): this {
    this.#mlag = half
    return this
  }

  /**
   * An IPv4 address of this node at which streams begin and end; several are used in turn, in the order of their declaration. Default
   * without any: the node's first IPv4 address. `device` binds the sockets to that device; default: none. `published` is the address to
   * which other nodes send, that of an interface which publishes this one; default: the address itself.
   */
  probe(address: string, options: { readonly device?: Named; readonly published?: string } = {}): this {
    const parameters = this.#parameters(`probe ${address} of ${this.name}`, options)
    const device = parameters.named('device')
    const published = parameters.text('published')
    parameters.rejectUnknown()
    if (!isIPv4(address)) {
      parameters.problem('bad-address', `${this.name} has a probe at '${address}'`, {
        allowed: 'an IPv4 address without prefix length',
      })
    }
    this.#probes.push({
      address,
      ...(device === undefined ? {} : { device }),
      ...(published === undefined ? {} : { published }),
    })
    return this
  }

  /** The node as data; throws `not-built` before `build()`. */
  get node(): Node {
    return (
      this.#built ??
      fail({
        code: 'not-built',
        what: `node ${this.name} is used before its network's build()`,
        next: 'call build() first',
      })
    )
  }

  /** @internal The user's line of a declaration of this node: an interface's name, `vrrp NAME`, or '' for the node. */
  placeOf(what: string): string | undefined {
    return this.#devices.placeOf(what)
  }

  /** @internal What a mechanism's methods see of the node. */
  nounContext(): NounContext {
    return {
      node: this.name,
      parameters: (of, options) => this.#parameters(of, options),
      place: (what, { site }) => {
        this.#devices.place(what, site)
      },
      addresses: () => Object.fromEntries(this.#devices.drafts.map(({ name, addresses }) => [name, addresses])),
      ports: () => this.#devices.drafts.filter(({ kind }) => kind === 'port').map(({ name }) => name),
      device: (device) => {
        this.#devices.own(device)
      },
      problem: (problem) => void this.#problems.push(problem),
      unread: (more) => void this.#unread.push(...more),
      routing: (change) => (this.#routing = change(this.#routing)),
      feature: <Value>(mechanism: string, change: (old: Value | undefined) => Value) => {
        this.#features = { ...this.#features, [mechanism]: change(this.#features[mechanism] as Value | undefined) }
      },
    }
  }

  /** @internal For `build()` of the network: everything at its place. */
  finish(): Node {
    const files = textsOf({ ...this.#daemonFiles, ...this.#files }, this.nounContext())
    const interfaces = this.#devices.finish(this.#number, [...this.#filters.keys()]).map((one) => {
      const filters = this.#filters.get(one.name)
      return filters === undefined ? one : { ...one, filters }
    })
    const first = interfaces.flatMap((one) => one.addresses).find((address) => isIPv4(bareAddress(address)))
    const probes =
      this.#probes.length > 0 || first === undefined ? [...this.#probes] : [{ address: bareAddress(first) }]
    this.#built = {
      name: this.name,
      ...this.#head,
      files,
      interfaces,
      ...this.#routing,
      features: this.#features,
      probes,
      ...(this.#daemons.length === 0 ? {} : { daemons: [...this.#daemons] }),
      ...(this.#mlag === undefined ? {} : { mlag: this.#mlag }),
      ...(this.#unread.length === 0 ? {} : { unread: [...this.#unread] }),
    }
    return this.#built
  }

  #parameters(of: string, options: unknown): Parameters {
    return new Parameters(of, options, this.#problems)
  }

  #ref(name: string): InterfaceRef {
    return { node: this.name, name }
  }

  #declare(parameters: Parameters, draft: Draft): InterfaceRef {
    this.#devices.declare(parameters, draft)
    return this.#ref(draft.name)
  }
}
