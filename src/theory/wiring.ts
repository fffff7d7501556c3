import { bareAddress } from '../model/address.ts'
import type { Ns } from '../model/time.ts'
import { endpointText, type Endpoint, type Interface, type Node, type Topology } from '../model/topology.ts'
import type { Claim, Claimed } from './claim.ts'
import { replaced, type DynamicRoute, type NodeRoutes } from './dynamic-route.ts'

export type Bond = Extract<Interface, { kind: 'bond' }>

export type WiringOptions = Partial<Pick<Wiring, 'isLeaky' | 'hash'>>

/** What mechanisms add to a topology. */
interface Decided {
  readonly claims: readonly Claim[]
  readonly routes: readonly NodeRoutes[]
  /** Default: none. */
  readonly horizons?: readonly Horizon[]
  /** Default: 0. */
  readonly learnsLateNs?: Ns
}

/** Split horizon: what comes in by `peer` does not leave by these LAGs of the switch. */
export interface Horizon {
  readonly node: string
  readonly peer: string
  readonly lags: readonly string[]
}

/** A topology, looked up by name. */
export class Wiring {
  readonly topology: Topology
  /** Some switches may send frames by ports that lack their VLAN: of stations that they have moved there unasked. */
  readonly isLeaky: boolean
  /** Which of the legs and gateways that a hash chooses from it chooses for each packet. */
  readonly hash: 'worst' | 'best'
  /** Addresses that move. */
  readonly claims: readonly Claim[]
  /** Nodes with routes that a protocol maintains: their routes while all is well. */
  readonly dynamicRoutes: ReadonlyMap<string, readonly DynamicRoute[]>
  /** How much later than they learn it some switches forward by it. */
  readonly learnsLateNs: Ns
  readonly #horizons: ReadonlyMap<string, Horizon>
  readonly #nodes = new Map<string, Node>()
  readonly #interfaces = new Map<string, Interface>()
  readonly #far = new Map<string, Endpoint>()
  readonly #members = new Map<string, Interface[]>()
  readonly #upper = new Map<string, Interface[]>()
  readonly #owners = new Map<string, Endpoint[]>()

  constructor(
    topology: Topology,
    { claims, routes, horizons = [], learnsLateNs = 0 }: Decided,
    { isLeaky = false, hash = 'worst' }: WiringOptions = {},
  ) {
    this.topology = topology
    this.isLeaky = isLeaky
    this.hash = hash
    this.claims = claims
    this.dynamicRoutes = byNode(routes)
    this.#horizons = new Map(horizons.map((one) => [one.node, one]))
    this.learnsLateNs = learnsLateNs
    for (const node of topology.nodes) {
      this.#nodes.set(node.name, node)
      for (const one of node.interfaces) {
        this.#interfaces.set(`${node.name}:${one.name}`, one)
        for (const text of one.addresses) push(this.#owners, bareAddress(text), on(node.name, one.name))
        if (one.master !== undefined) push(this.#members, `${node.name}:${one.master}`, one)
        if (one.kind === 'vlan' || one.kind === 'macvlan') push(this.#upper, `${node.name}:${one.parent}`, one)
      }
    }
    for (const { a, b } of topology.cables) {
      this.#far.set(endpointText(a), b)
      this.#far.set(endpointText(b), a)
    }
  }

  node(name: string): Node | undefined {
    return this.#nodes.get(name)
  }

  horizon(node: string): Horizon | undefined {
    return this.#horizons.get(node)
  }

  interface(at: Endpoint): Interface | undefined {
    return this.#interfaces.get(endpointText(at))
  }

  /** The other end of the cable in this port. */
  far(port: Endpoint): Endpoint | undefined {
    return this.#far.get(endpointText(port))
  }

  /** Legs of a bond or ports of a bridge, in the order in which they are enslaved. */
  members(master: Endpoint): readonly Interface[] {
    return this.#members.get(endpointText(master)) ?? []
  }

  /** The bond or the bridge that has this interface. */
  master(at: Endpoint): Interface | undefined {
    const name = this.interface(at)?.master
    return name === undefined ? undefined : this.interface(on(at.node, name))
  }

  bond(node: string, name: string): Bond | undefined {
    const one = this.interface(on(node, name))
    return one?.kind === 'bond' ? one : undefined
  }

  /** VLAN and macvlan interfaces on top of this one. */
  upper(at: Endpoint): readonly Interface[] {
    return this.#upper.get(endpointText(at)) ?? []
  }

  /** It is a bridge, or a VLAN device or a macvlan on one. */
  isOnBridge(at: Endpoint): boolean {
    const one = this.interface(at)
    if (one?.kind === 'vlan' || one?.kind === 'macvlan') return this.isOnBridge(on(at.node, one.parent))
    return one?.kind === 'bridge'
  }

  /** It has addresses of its own, or VLAN devices or macvlans on it: a bridge that does more than forward. */
  isUsedItself(at: Endpoint): boolean {
    return (this.interface(at)?.addresses.length ?? 0) > 0 || this.upper(at).length > 0
  }

  /** All that stands on this one, at any depth: its VLANs and macvlans, the bridge or bond that has it, and theirs. */
  above(at: Endpoint): readonly Interface[] {
    const master = this.master(at)
    const direct = master === undefined ? this.upper(at) : [...this.upper(at), master]
    return direct.flatMap((one) => [one, ...this.above(on(at.node, one.name))])
  }

  /** The interfaces with this address of their own, in the order of the nodes: loopbacks may share one. */
  owners(address: string): readonly Endpoint[] {
    return this.#owners.get(address) ?? []
  }

  /** The claim that this address belongs to. */
  claimWith(address: string): Claim | undefined {
    return this.claims.find(({ addresses }) => addresses.includes(address))
  }

  bonds(): readonly { readonly node: string; readonly bond: Bond }[] {
    return this.topology.nodes.flatMap((node) =>
      node.interfaces.flatMap((bond) => (bond.kind === 'bond' ? [{ node: node.name, bond }] : [])),
    )
  }

  /** A node's claimant, and what it claims. */
  claimOf(node: string, name: string): Claimed | undefined {
    for (const claim of this.claims) {
      const claimant = claim.claimants.find((one) => one.node === node && one.name === name)
      if (claimant !== undefined) return { claim, claimant }
    }
    return undefined
  }

  /** Claimants of a node, as the topology lists them. */
  claimantsAt(node: string): readonly Claimed[] {
    return this.claims
      .flatMap((claim) => claim.claimants.map((claimant) => ({ claim, claimant })))
      .filter(({ claimant }) => claimant.node === node)
      .sort((a, b) => a.claimant.position - b.claimant.position)
  }
}

function byNode(all: readonly NodeRoutes[]): ReadonlyMap<string, readonly DynamicRoute[]> {
  const found = new Map<string, readonly DynamicRoute[]>()
  for (const { node, routes } of all) found.set(node, replaced(found.get(node) ?? [], routes))
  return found
}

export const on = (node: string, name: string): Endpoint => ({ node, interface: name })

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}
