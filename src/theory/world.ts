import type { StateMatch } from '../model/handle.ts'
import type { NexthopGroup } from '../model/route.ts'
import type { Endpoint } from '../model/topology.ts'
import type { Reaction } from './change.ts'
import type { Claim, Claimant } from './claim.ts'
import type { Damage } from './damage.ts'
import { replaced, type DynamicRoute } from './dynamic-route.ts'
import { Trees, type TreeMove } from './spanning-tree.ts'
import type { Tables } from './tables.ts'
import { on, type Bond, type Wiring } from './wiring.ts'

/** The network as it is broken, and as its protocols have reacted so far. Immutable. */
export class World {
  readonly wiring: Wiring
  readonly damage: Damage
  readonly #reactions: readonly Reaction[]
  /** What was so before the fault, other than by priority: a selector's condition. */
  readonly #given: StateMatch | null
  /** As they had grown before the fault. */
  readonly #trees: Trees
  /** What bridges have learned of the stations; null: they flood. */
  readonly learned: Tables | null

  constructor(
    wiring: Wiring,
    damage: Damage,
    given: StateMatch | null,
    reactions: readonly Reaction[] = [],
    trees: Trees = Trees.grown(wiring, damage),
    learned: Tables | null = null,
  ) {
    this.#trees = trees
    this.learned = learned
    this.wiring = wiring
    this.damage = damage
    this.#given = given
    this.#reactions = reactions
  }

  after(...reactions: readonly Reaction[]): World {
    const all = [...this.#reactions, ...reactions]
    return new World(this.wiring, this.damage, this.#given, all, this.#trees, this.learned)
  }

  /** As it was broken, and then after each of its reactions. */
  stages(): readonly World[] {
    return [0, ...this.#reactions.map((_, at) => at + 1)].map(
      (count) =>
        new World(this.wiring, this.damage, this.#given, this.#reactions.slice(0, count), this.#trees, this.learned),
    )
  }

  damaged(damage: Damage): World {
    return new World(this.wiring, damage, this.#given, this.#reactions, this.#trees, this.learned)
  }

  knowing(learned: Tables): World {
    return new World(this.wiring, this.damage, this.#given, this.#reactions, this.#trees, learned)
  }

  /** The leg that an active-backup bond uses. */
  activeLeg(node: string, bond: Bond): string | undefined {
    const moved = this.#reactions.findLast(
      (one) => one.react === 'bond-active' && one.node === node && one.bond === bond.name,
    )
    if (moved?.react === 'bond-active') return moved.member
    const given = this.#given
    if (given?.watch === 'bondActive' && given.node === node && given.name === bond.name) return given.state
    const legs = this.wiring.members(on(node, bond.name)).map(({ name }) => name)
    const primary = bond.bond.mode === 'active-backup' ? bond.bond.primary : undefined
    return primary ?? legs[0]
  }

  /** The LACP port neither sends nor takes traffic. */
  stopped(port: Endpoint): boolean {
    return this.#reactions.some(
      (one) => one.react === 'port-stopped' && one.node === port.node && one.port === port.interface,
    )
  }

  /** The port of a bridge passes frames: without a spanning tree it always does. */
  forwards(port: Endpoint): boolean {
    const moved = this.#reactions.findLast(
      (one) => one.react === 'stp-port' && one.node === port.node && one.port === port.interface,
    )
    if (moved?.react === 'stp-port') return moved.forwards
    return !this.#trees.isBlocked(port)
  }

  /** What the spanning trees do about the damage. */
  treeMoves(): readonly TreeMove[] {
    return this.#trees.moves(this.damage)
  }

  /** The router has no routes by this interface any more. */
  leftOut(at: Endpoint): boolean {
    return this.#reactions.some(
      (one) => one.react === 'link-left-out' && one.node === at.node && one.interface === at.interface,
    )
  }

  /** Groups of this type no longer use nexthops by this interface. */
  nexthopsRemoved(at: Endpoint, type: NexthopGroup['type']): boolean {
    return this.#reactions.some(
      (one) =>
        one.react === 'nexthops-removed' &&
        one.node === at.node &&
        one.interface === at.interface &&
        (one.of ?? type) === type,
    )
  }

  /** The routes that protocols have given a node, as far as they have reacted. */
  dynamicRoutes(node: string): readonly DynamicRoute[] {
    return this.#reactions.reduce(
      (routes, one) => (one.react === 'routes' && one.node === node ? replaced(routes, one.routes) : routes),
      this.wiring.dynamicRoutes.get(node) ?? [],
    )
  }

  /** Split horizon: what comes over the peer link of a pair does not leave by a LAG, as long as the twin's leg is up. */
  mayLeave(node: string, ingress: string | undefined, port: string): boolean {
    const horizon = this.wiring.horizon(node)
    if (horizon === undefined || ingress !== horizon.peer || !horizon.lags.includes(port)) return true
    return this.#reactions.some((one) => one.react === 'horizon-lifted' && one.node === node && one.bond === port)
  }

  /** The bond has given up its carrier. */
  down(bond: Endpoint): boolean {
    return this.#reactions.some(
      (one) => one.react === 'bond-down' && one.node === bond.node && one.bond === bond.interface,
    )
  }

  /** The claimants that have announced the addresses: the preferred one while all is well; then those that took over, in this order. */
  tenures<One extends Claimant>(claim: Claim<One>): readonly One[] {
    const first = this.#incumbent(claim)
    return [
      ...(first === undefined ? [] : [first]),
      ...this.#reactions.flatMap((one) => {
        if (one.react !== 'addresses-taken') return []
        const claimant = claim.claimants.find(({ node, name }) => node === one.node && name === one.claimant)
        return claimant === undefined ? [] : [claimant]
      }),
    ]
  }

  /** It has given up the addresses and not taken them again. */
  givenUp({ node, name }: Claimant): boolean {
    const last = this.#reactions.findLast(
      (one) =>
        (one.react === 'addresses-given-up' || one.react === 'addresses-taken') &&
        one.node === node &&
        one.claimant === name,
    )
    return last?.react === 'addresses-given-up'
  }

  hasCarrier(at: Endpoint): boolean {
    const { wiring, damage } = this
    const one = wiring.interface(at)
    switch (one?.kind) {
      case 'port':
        return damage.hasCarrier(at)
      case 'vlan':
      case 'macvlan':
        return this.hasCarrier(on(at.node, one.parent))
      case 'bond':
        if (one.bond.monitor.by === 'none') return true
        return !this.down(at) && wiring.members(at).some(({ name }) => this.hasCarrier(on(at.node, name)))
      case 'bridge':
        return this.hasLitPort(at) && wiring.members(at).some(({ name }) => this.#isForwarding(on(at.node, name)))
      case 'loopback':
        return true
      case undefined:
        return false
    }
  }

  /** A port of the bridge has light, whether its tree lets it forward or not. */
  hasLitPort(bridge: Endpoint): boolean {
    return this.wiring.members(bridge).some(({ name }) => this.hasCarrier(on(bridge.node, name)))
  }

  /** The kernel's bridge with a tree has carrier where a port forwards (net/bridge/br_stp.c: br_port_state_selection). */
  #isForwarding(port: Endpoint): boolean {
    return this.hasCarrier(port) && this.forwards(port)
  }

  #incumbent<One extends Claimant>({ watch, heldState, claimants }: Claim<One>): One | undefined {
    const given = this.#given
    if (given?.watch !== watch) return claimants[0]
    const own = claimants.filter(({ node }) => node === given.node)
    // Those that move together are in one state.
    const named = own.find(({ name }) => name === given.name) ?? own.find((one) => one.movesWith.includes(given.name))
    if (named === undefined) return claimants[0]
    return given.state === heldState ? named : claimants.find((one) => one !== named)
  }
}

export const sameEndpoint = (one: Endpoint, other: Endpoint): boolean =>
  one.interface === other.interface && one.node === other.node
