import type { Effect } from '../model/fault.ts'
import { endpointText, type Endpoint } from '../model/topology.ts'
import type { FrameMatch } from '../model/traffic-control.ts'

export const IP = 0x0800
export const ARP = 0x0806
export const LACP = 0x8809

/** All that comes in there is lost. */
export const deafAt = (at: Endpoint): Effect => ({ effect: 'receive-dead', at, match: { match: 'all' } })

/** All that comes in or leaves there is lost. */
export const silentAt = (at: Endpoint): readonly Effect[] => [
  deafAt(at),
  { effect: 'transmit-dead', at, match: { match: 'all' } },
]

/** What faults have done to the endpoints of a topology. */
export class Damage {
  readonly effects: readonly Effect[]
  readonly #effects = new Map<string, Effect[]>()
  readonly #hanging: ReadonlySet<string>
  readonly #asked: Set<string> | null

  /** `asked` gets every endpoint that is asked about from now on: damage at others would have changed no answer. */
  constructor(effects: readonly Effect[], asked: Set<string> | null = null) {
    this.effects = effects
    this.#asked = asked
    this.#hanging = new Set(effects.flatMap(({ effect, at }) => (effect === 'node-hangs' ? [at.node] : [])))
    for (const effect of effects) {
      const at = endpointText(effect.at)
      this.#effects.set(at, [...(this.#effects.get(at) ?? []), effect])
    }
  }

  hasCarrier(at: Endpoint): boolean {
    return !this.#at(at).some(({ effect }) => effect === 'carrier-lost')
  }

  /** Frames of this ethertype cross the cable from one of its ends to the other. */
  crosses(from: Endpoint, to: Endpoint, ethertype: number): boolean {
    return (
      this.hasCarrier(from) &&
      this.hasCarrier(to) &&
      !this.#at(from).some((one) => one.effect === 'transmit-dead' && hits(one.match, ethertype)) &&
      !this.#at(to).some((one) => one.effect === 'receive-dead' && hits(one.match, ethertype))
    )
  }

  /** No process of the node runs on; its kernel does. */
  hangs(node: string): boolean {
    return this.#hanging.has(node)
  }

  lacksVlan(at: Endpoint, vlan: number): boolean {
    return this.#at(at).some((one) => one.effect === 'vlan-missing' && one.vlan === vlan)
  }

  #at(at: Endpoint): readonly Effect[] {
    const place = endpointText(at)
    this.#asked?.add(place)
    return this.#effects.get(place) ?? []
  }
}

const hits = (match: FrameMatch, ethertype: number): boolean => match.match === 'all' || match.ethertype === ethertype
