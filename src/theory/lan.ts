import type { Endpoint, PortVlans } from '../model/topology.ts'
import { endpointText } from '../model/topology.ts'
import { on } from './wiring.ts'
import { sameEndpoint, type World } from './world.ts'

/** An untagged port without memberships has the kernel's: VLAN 1. */
const DEFAULT_VLANS: PortVlans = { native: 1, tagged: [] }

/**
 * Whether a frame that `from` sends reaches `to`, two interfaces of one LAN. Bridges flood, so nothing is assumed of what
 * they have learned; a LAG delivers only where each of its legs does: some stream is hashed to the worst one.
 */
export function delivers(world: World, from: Endpoint, to: Endpoint, ethertype: number): boolean {
  return new Frame(world, to, ethertype).leaves(from, null)
}

class Frame {
  readonly #world: World
  readonly #to: Endpoint
  readonly #ethertype: number
  readonly #seen = new Set<string>()

  constructor(world: World, to: Endpoint, ethertype: number) {
    this.#world = world
    this.#to = to
    this.#ethertype = ethertype
  }

  /** Sent by this interface, with the tag of `vlan`. */
  leaves(at: Endpoint, vlan: number | null): boolean {
    const one = this.#world.wiring.interface(at)
    switch (one?.kind) {
      case 'port':
        return this.#crosses(at, vlan)
      case 'vlan':
        return this.leaves(on(at.node, one.parent), one.vlan)
      case 'macvlan':
        return this.leaves(on(at.node, one.parent), vlan)
      case 'bridge':
        return this.#floods(at, null, one.vlanFiltering ? 1 : vlan)
      case 'bond': {
        if (one.bond.mode === 'active-backup') {
          const leg = this.#world.activeLeg(at.node, one)
          return leg !== undefined && this.leaves(on(at.node, leg), vlan)
        }
        const legs = this.#world.wiring
          .members(at)
          .map(({ name }) => on(at.node, name))
          .filter((leg) => !this.#world.stopped(leg))
        return !this.#world.down(at) && legs.length > 0 && legs.every((leg) => this.#branch().leaves(leg, vlan))
      }
      case 'loopback':
      case undefined:
        return false
    }
  }

  #crosses(port: Endpoint, vlan: number | null): boolean {
    const far = this.#world.wiring.far(port)
    return far !== undefined && this.#world.damage.crosses(port, far, this.#ethertype) && this.#arrives(far, vlan)
  }

  #arrives(at: Endpoint, vlan: number | null): boolean {
    const { wiring } = this.#world
    const one = wiring.interface(at)
    if (one === undefined) return false
    if (one.master === undefined) return this.#taken(at, vlan)
    const master = on(at.node, one.master)
    const above = wiring.interface(master)
    if (above?.kind === 'bond') {
      const listens =
        above.bond.mode === 'active-backup'
          ? this.#world.activeLeg(at.node, above) === at.interface
          : !this.#world.stopped(at)
      return listens && this.#arrives(master, vlan)
    }
    if (above?.kind !== 'bridge' || this.#world.down(at) || !this.#world.forwards(at)) return false
    if (!above.vlanFiltering) return this.#floods(master, at, vlan)
    const inside = vlan ?? (one.vlans ?? DEFAULT_VLANS).native
    return inside !== null && this.#carries(at, inside) && this.#floods(master, at, inside)
  }

  /** Up the stack of an interface that is no one's member. */
  #taken(at: Endpoint, vlan: number | null): boolean {
    if (vlan === null && sameEndpoint(at, this.#to)) return true
    return this.#world.wiring.upper(at).some((one) => {
      if (one.kind === 'vlan' && one.vlan !== vlan) return false
      return this.#arrives(on(at.node, one.name), one.kind === 'vlan' ? null : vlan)
    })
  }

  /** Out of every port but the one it came in by. `vlan`: in a filtering bridge the VLAN, else the tag it carries. */
  #floods(bridge: Endpoint, ingress: Endpoint | null, vlan: number | null): boolean {
    const place = `${endpointText(bridge)} ${String(vlan)}`
    if (this.#seen.has(place)) return false
    this.#seen.add(place)
    const { wiring } = this.#world
    const one = wiring.interface(bridge)
    const filtering = one?.kind === 'bridge' && one.vlanFiltering
    if (ingress !== null && this.#taken(bridge, filtering && vlan === 1 ? null : vlan)) return true
    return wiring.members(bridge).some((port) => {
      const at = on(bridge.node, port.name)
      if (ingress !== null && sameEndpoint(at, ingress)) return false
      if (!this.#world.forwards(at)) return false
      if (!this.#world.mayLeave(bridge.node, ingress?.interface, port.name)) return false
      if (!filtering) return this.leaves(at, vlan)
      if (vlan === null || !this.#carries(at, vlan)) return false
      return this.leaves(at, (port.vlans ?? DEFAULT_VLANS).native === vlan ? null : vlan)
    })
  }

  #carries(port: Endpoint, vlan: number): boolean {
    const vlans = this.#world.wiring.interface(port)?.vlans ?? DEFAULT_VLANS
    return (vlans.native === vlan || vlans.tagged.includes(vlan)) && !this.#world.damage.lacksVlan(port, vlan)
  }

  /** Each leg of a LAG is a way of its own. */
  #branch(): Frame {
    const frame = new Frame(this.#world, this.#to, this.#ethertype)
    for (const place of this.#seen) frame.#seen.add(place)
    return frame
  }
}
