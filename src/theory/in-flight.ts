import type { Endpoint } from '../model/topology.ts'
import type { Ns } from '../model/time.ts'
import { sinceFault, type Change } from './change.ts'
import { ARP, Damage } from './damage.ts'
import { delaysNs, impairedBy, losesNothing, lostAll } from './impaired.ts'
import { isSameVisit, visits, type Visit } from './lan.ts'
import { sameEndpoint, type World } from './world.ts'

/** Frames that pass an impairment on their way to the bridges. */
export class InFlight {
  readonly #broken: World
  /** By how much they come late at most. */
  readonly lateNs: Ns
  /** None of them is lost. */
  readonly isLossless: boolean
  /** Every queue is empty so long after its last frame. */
  readonly isBounded: boolean

  constructor(broken: World) {
    const { effects } = broken.damage
    this.#broken = broken
    this.lateNs = delaysNs(effects)
    this.isLossless = impairedBy(effects).every(losesNothing)
    this.isBounded = impairedBy(effects).every(
      ({ netem: { rateKbit, slot } }) => rateKbit === undefined && slot === undefined,
    )
  }

  get isEmpty(): boolean {
    return impairedBy(this.#broken.damage.effects).length === 0
  }

  /** The same network without the frames that pass an impairment. */
  promptIn(world: World): World {
    return without(world, () => true)
  }

  /**
   * The bridges to which frames of a station may still come by its old place once a change has moved it: a queue is ahead of
   * them whose end keeps its light. Frames that the fault has kept from the queue are all out of it before a late change.
   */
  staleVisits(old: World, station: Endpoint, change: Change): readonly Visit[] {
    const isDrained = this.isBounded && sinceFault(change).lowNs > this.lateNs
    const worlds = isDrained ? [old, this.#broken] : [old]
    const held = worlds.map((world) => this.#heldVisits(world, station))
    return (held[0] ?? []).filter(
      (visit) =>
        this.#broken.hasCarrier({ ...visit.bridge, interface: visit.port }) &&
        held.every((some) => some.some((one) => isSameVisit(one, visit))),
    )
  }

  #heldVisits(world: World, station: Endpoint): readonly Visit[] {
    const ends = impairedBy(this.#broken.damage.effects).filter(
      ({ at, netem: { delayNs = 0, jitterNs = 0, rateKbit, slot } }) =>
        (delayNs > 0 || jitterNs > 0 || rateKbit !== undefined || slot !== undefined) && this.#broken.hasCarrier(at),
    )
    const prompt = visits(
      without(world, (at) => ends.some((one) => sameEndpoint(one.at, at)), this.#broken),
      station,
      null,
      ARP,
    )
    return visits(world, station, null, ARP).filter((visit) => !prompt.some((one) => isSameVisit(one, visit)))
  }
}

/** As though all was lost where this network, or another one, impairs frames at such an end. */
function without(world: World, isThere: (at: Endpoint) => boolean, impaired: World = world): World {
  const lost = lostAll(impaired.damage.effects).filter(({ at }) => isThere(at))
  return world.damaged(new Damage([...world.damage.effects, ...lost]))
}
