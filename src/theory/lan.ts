import type { BondMode } from '../model/bond.ts'
import type { BridgeInterface, Endpoint, Interface } from '../model/topology.ts'
import { endpointText, isOpenVSwitch } from '../model/topology.ts'
import { carriesVlan, NO_VLANS, tagOutOf } from '../model/vlans.ts'
import { IP } from './damage.ts'
import type { LearningDomain } from './tables.ts'
import { on } from './wiring.ts'
import { sameEndpoint, type World } from './world.ts'

/**
 * Whether a frame that `from` sends reaches `to`, two interfaces of one LAN. A LAG delivers only where each of its legs
 * does: some stream is hashed to the worst one, unless the wiring says that each takes the best one. Bridges flood, unless the world knows what they have learned: then an IP
 * packet leaves by the port at which the station was learned, and by no other.
 */
export function delivers(world: World, from: Endpoint, to: Endpoint, ethertype: number): boolean {
  return new Frame(world, { to, ethertype }).leaves(from, null)
}

/** Whether packets that programs send at `from` arrive at `to`: the programs run, both ends have light, and the LAN delivers. */
export const receives = (world: World, to: Endpoint, from: Endpoint): boolean =>
  !world.damage.hangs(from.node) && world.hasCarrier(from) && world.hasCarrier(to) && delivers(world, from, to, IP)

/** A bridge that a frame has come to. */
export interface Visit extends LearningDomain {
  /** The port by which the frame came in. */
  readonly port: string
}

export const isSameVisit = (a: Visit, b: Visit): boolean =>
  a.port === b.port && a.vlan === b.vlan && sameEndpoint(a.bridge, b.bridge)

/** The bridges that a frame of `from` comes to: to one station as far as it gets, or a broadcast (null). */
export function visits(world: World, from: Endpoint, to: Endpoint | null, ethertype: number): readonly Visit[] {
  const found: Visit[] = []
  new Frame(world, { to, ethertype, visited: (visit) => found.push(visit) }).leaves(from, null)
  return found
}

/** Whether a broadcast of `from` comes to the end of this cable, also where nobody takes it there: at a bond's standby leg. */
export function comesTo(world: World, from: Endpoint, port: Endpoint, ethertype: number): boolean {
  let came = false
  const crossed = (at: Endpoint): void => {
    came ||= sameEndpoint(at, port)
  }
  new Frame(world, { to: null, ethertype, crossed }).leaves(from, null)
  return came
}

/** Why a frame ends at an interface. */
export type StopRule =
  | 'dark'
  | 'silent'
  | 'vlan-missing'
  | 'port-blocked'
  | 'standby-leg'
  | 'port-stopped'
  | 'bond-down'
  | 'horizon'
  | 'isolated'

export interface Stop {
  readonly at: Endpoint
  readonly why: StopRule
}

/** How far a frame to one station gets. */
export interface Trace {
  readonly arrives: boolean
  /** The ends of the cables that it crosses, in order; of a LAG those of each leg. */
  readonly passes: readonly Endpoint[]
  /** What alone keeps it from arriving; null: it arrives, or more than one thing does. */
  readonly stop: Stop | null
}

/** Frames are flooded and end in many places: what keeps them from arriving is that without which they would. */
export function trace(world: World, from: Endpoint, to: Endpoint, ethertype: number): Trace {
  const stops: Stop[] = []
  const passes: Endpoint[] = []
  const arrives = new Frame(world, { to, ethertype, passes, stopped: (one) => stops.push(one) }).leaves(from, null)
  if (arrives) return { arrives, passes, stop: null }
  for (const stop of stops) {
    const beyond: Endpoint[] = []
    const isIt = new Frame(world, { to, ethertype, passes: beyond, lifted: stop }).leaves(from, null)
    if (isIt) return { arrives, passes: upTo(beyond, stop), stop }
  }
  return { arrives, passes: [], stop: null }
}

/** As far as what stops it; a frame that ends at the near end of a cable has not crossed it. */
function upTo(passes: readonly Endpoint[], { at }: Stop): readonly Endpoint[] {
  const end = passes.findIndex((one) => sameEndpoint(one, at))
  return end < 0 ? passes : passes.slice(0, end + 1)
}

interface Aim {
  /** Gets the ends of the cables on its way. */
  readonly passes?: Endpoint[]
  readonly stopped?: (stop: Stop) => void
  /** Taken as if it were no obstacle. */
  readonly lifted?: Stop
  /** null: all that can be reached. */
  readonly to: Endpoint | null
  readonly ethertype: number
  readonly visited?: (visit: Visit) => void
  readonly crossed?: (far: Endpoint) => void
}

class Frame {
  readonly #world: World
  readonly #aim: Aim
  readonly #seen = new Set<string>()

  constructor(world: World, aim: Aim) {
    this.#world = world
    this.#aim = aim
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
        return this.#entersFromAbove(one, at, vlan)
      case 'bond': {
        if (one.bond.mode === 'active-backup') {
          const leg = this.#world.activeLeg(at.node, one)
          return leg !== undefined && this.leaves(on(at.node, leg), vlan)
        }
        const legs = this.#world.wiring
          .members(at)
          .map(({ name }) => on(at.node, name))
          .filter((leg) => !(this.#world.stopped(leg) && this.#stops(leg, 'port-stopped')))
        const isDown = this.#world.down(at) && this.#stops(at, 'bond-down')
        const arrived = isDown ? [] : legs.map((leg) => this.#branch().leaves(leg, vlan))
        if (this.#world.wiring.hash === 'best' || usesAny(one.bond.mode)) return arrived.includes(true)
        return arrived.length > 0 && arrived.every((one) => one)
      }
      case 'loopback':
      case undefined:
        return false
    }
  }

  /** A filtering bridge takes what stands on it sends in VLANs that it is a member of itself (br_dev_xmit: br_allowed_ingress). */
  #entersFromAbove(bridge: BridgeInterface, at: Endpoint, vlan: number | null): boolean {
    if (!bridge.vlanFiltering) return this.#forwarded(at, null, vlan)
    const { vlans = NO_VLANS } = bridge
    const inside = vlan ?? vlans.native
    return inside !== null && carriesVlan(vlans, inside) && this.#forwarded(at, null, inside)
  }

  #crosses(port: Endpoint, vlan: number | null): boolean {
    const far = this.#world.wiring.far(port)
    if (far === undefined) return false
    const { damage } = this.#world
    const { passes } = this.#aim
    if (!damage.crosses(port, far, this.#aim.ethertype)) {
      const isLit = damage.hasCarrier(port) && damage.hasCarrier(far)
      if (this.#stops(port, isLit ? 'silent' : 'dark')) return false
    }
    this.#aim.crossed?.(far)
    const length = passes?.push(port, far) ?? 0
    const arrives = this.#arrives(far, vlan)
    if (!arrives && passes !== undefined) passes.length = length - 2
    return arrives
  }

  /** It ends there, unless that is taken as no obstacle. */
  #stops(at: Endpoint, why: StopRule): boolean {
    const { lifted, stopped } = this.#aim
    if (lifted?.why === why && sameEndpoint(lifted.at, at)) return false
    stopped?.({ at, why })
    return true
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
      const why = above.bond.mode === 'active-backup' ? 'standby-leg' : 'port-stopped'
      return (listens || !this.#stops(at, why)) && this.#arrives(master, vlan)
    }
    if (above?.kind !== 'bridge') return false
    if (this.#world.down(at) && this.#stops(at, 'bond-down')) return false
    if (!this.#world.forwards(at) && this.#stops(at, 'port-blocked')) return false
    if (!above.vlanFiltering) return this.#forwarded(master, at, vlan)
    if (vlan !== null && isOpenVSwitch(above) && this.#isAccess(at)) return false
    const inside = vlan ?? (one.vlans ?? NO_VLANS).native
    if (inside === null || (!this.#carries(at, inside) && this.#stops(at, 'vlan-missing'))) return false
    return this.#forwarded(master, at, inside)
  }

  /** Up the stack of an interface that is no one's member. */
  #taken(at: Endpoint, vlan: number | null): boolean {
    const { to } = this.#aim
    if (vlan === null && to !== null && sameEndpoint(at, to)) return true
    return this.#world.wiring.upper(at).some((one) => {
      if (one.kind === 'vlan' && one.vlan !== vlan) return false
      return this.#arrives(on(at.node, one.name), one.kind === 'vlan' ? null : vlan)
    })
  }

  /**
   * Out of the port at which the station was learned, or of every port; never of the one that it came in by. `vlan`: in a
   * filtering bridge the VLAN, else the tag it carries.
   */
  #forwarded(bridge: Endpoint, ingress: Endpoint | null, vlan: number | null): boolean {
    const seen = `${endpointText(bridge)} ${String(vlan)}`
    if (this.#seen.has(seen)) return false
    this.#seen.add(seen)
    const { wiring } = this.#world
    const one = wiring.interface(bridge)
    const filtering = one?.kind === 'bridge' && one.vlanFiltering
    const place = { bridge, vlan: filtering ? vlan : null }
    if (ingress !== null) this.#aim.visited?.({ ...place, port: ingress.interface })
    if (ingress !== null && this.#leavesUpwards(one, bridge, vlan)) return true
    const learned = this.#learned(place)
    return wiring.members(bridge).some((port) => {
      if (learned !== null && port.name !== learned) return false
      const at = on(bridge.node, port.name)
      if (ingress !== null && sameEndpoint(at, ingress)) return false
      const isIsolated = port.bridgePort?.isolated === true && this.#isIsolated(ingress)
      if (isIsolated && this.#stops(at, 'isolated')) return false
      if (!this.#world.forwards(at) && this.#stops(at, 'port-blocked')) return false
      const mayLeave = this.#world.mayLeave(bridge.node, ingress?.interface, port.name)
      if (!mayLeave && this.#stops(at, 'horizon')) return false
      if (!filtering) return this.leaves(at, vlan)
      if (vlan === null) return false
      if (this.#carries(at, vlan) || !this.#stops(at, 'vlan-missing'))
        return this.leaves(at, tagOutOf(port.vlans ?? NO_VLANS, vlan))
      // With the tag out of a trunk, without it out of an access port (xvlan_output_translate).
      return this.#leaks(one) && (this.#branch().leaves(at, vlan) || this.#branch().leaves(at, null))
    })
  }

  /** To what stands on the bridge: of a filtering one in VLANs that it is a member of itself (br_pass_frame_up). */
  #leavesUpwards(one: Interface | undefined, bridge: Endpoint, vlan: number | null): boolean {
    if (one?.kind !== 'bridge' || !one.vlanFiltering) return this.#taken(bridge, vlan)
    const { vlans = NO_VLANS } = one
    return vlan !== null && carriesVlan(vlans, vlan) && this.#taken(bridge, tagOutOf(vlans, vlan))
  }

  /** The port at which the bridge has learned the station that the frame is for; null: it floods. */
  #learned(place: LearningDomain): string | null {
    const { bridge } = place
    const { to, ethertype } = this.#aim
    const { learned } = this.#world
    if (to === null || learned === null || ethertype !== IP) return null
    const port = learned.portOf(place, to)
    // A port without carrier has forgotten what it had learned (net/bridge/br_stp_if.c: br_stp_disable_port).
    if (port === null || !this.#world.hasCarrier(on(bridge.node, port))) return null
    // A switch with a horizon sends by a LAG or its backup port, as its agent has it.
    return this.#world.wiring.horizon(bridge.node)?.lags.includes(port) === true ? null : port
  }

  /** Isolated ports send nothing to each other, and everything else to and from them passes (br_skb_isolated). */
  #isIsolated(port: Endpoint | null): boolean {
    return port !== null && this.#world.wiring.interface(port)?.bridgePort?.isolated === true
  }

  /** Open vSwitch floods no frame to a port that lacks its VLAN, but sends it there to one station. */
  #leaks(bridge: Interface): boolean {
    return this.#world.wiring.isLeaky && this.#aim.to !== null && isOpenVSwitch(bridge)
  }

  /** Open vSwitch's access ports drop tagged frames, also of their own VLAN (input_vid_is_valid). */
  #isAccess(port: Endpoint): boolean {
    const { tagged } = this.#world.wiring.interface(port)?.vlans ?? NO_VLANS
    return tagged.every((vlan) => this.#world.damage.lacksVlan(port, vlan))
  }

  #carries(port: Endpoint, vlan: number): boolean {
    const vlans = this.#world.wiring.interface(port)?.vlans ?? NO_VLANS
    return carriesVlan(vlans, vlan) && !this.#world.damage.lacksVlan(port, vlan)
  }

  /** Each leg of a LAG is a way of its own. */
  #branch(): Frame {
    const frame = new Frame(this.#world, this.#aim)
    for (const place of this.#seen) frame.#seen.add(place)
    return frame
  }
}

/** Each packet by each leg; or by any of them, which is all that theory knows of balance-tlb and balance-alb. */
const usesAny = (mode: BondMode): boolean => mode === 'broadcast' || mode === 'balance-tlb' || mode === 'balance-alb'
