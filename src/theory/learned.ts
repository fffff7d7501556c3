import { endpointText, type Endpoint } from '../model/topology.ts'
import { ARP } from './damage.ts'
import { visits, type Visit } from './lan.ts'
import type { LearningDomain, Tables } from './tables.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/** The port by which a station's last frame came in, by place. */
type Ports = ReadonlyMap<string, string>

/**
 * Where bridges have learned each station. Nobody knows which bridges have received a frame of a station, so every
 * station counts as learned by all of them: an unknown one is flooded, and reached wherever it is. Immutable.
 */
export class Learned implements Tables {
  /** The network in which every station has broadcast. */
  readonly #world: World
  readonly #broadcast: Map<string, Ports>
  /** Learned since then, by station. */
  readonly #since: ReadonlyMap<string, Ports>
  /** Bridges that have forgotten what they had learned by then. */
  readonly #forgetful: ReadonlySet<string>

  private constructor(
    world: World,
    broadcast: Map<string, Ports>,
    since: ReadonlyMap<string, Ports>,
    forgetful: ReadonlySet<string>,
  ) {
    this.#world = world
    this.#broadcast = broadcast
    this.#since = since
    this.#forgetful = forgetful
  }

  static in(world: World): Learned {
    return new Learned(world, new Map(), new Map(), new Set())
  }

  portOf(place: LearningDomain, station: Endpoint): string | null {
    const text = placeText(place)
    const since = this.#since.get(endpointText(station))?.get(text)
    if (since !== undefined) return since
    if (this.#forgetful.has(endpointText(place.bridge))) return null
    return this.#broadcastBy(station).get(text) ?? null
  }

  /** A frame of the station has come to these bridges. */
  taught(station: Endpoint, visited: readonly Visit[]): Learned {
    const name = endpointText(station)
    const ports = new Map([...(this.#since.get(name) ?? []), ...this.#portsOf(visited)])
    return new Learned(this.#world, this.#broadcast, new Map([...this.#since, [name, ports]]), this.#forgetful)
  }

  /** These bridges forget everything. */
  forgotten(bridges: readonly Endpoint[]): Learned {
    const names = new Set(bridges.map(endpointText))
    const kept = (text: string): boolean => !names.has(bridgeOf(text))
    const since = [...this.#since].map(
      ([station, ports]) => [station, new Map([...ports].filter(([text]) => kept(text)))] as const,
    )
    return new Learned(this.#world, this.#broadcast, new Map(since), new Set([...this.#forgetful, ...names]))
  }

  #broadcastBy(station: Endpoint): Ports {
    const name = endpointText(station)
    const known = this.#broadcast.get(name) ?? this.#portsOf(visits(this.#world, station, null, ARP))
    this.#broadcast.set(name, known)
    return known
  }

  /**
   * Not where the port learns nothing, or the bridge forgets at once (br_handle_frame_finish; br_fdb_update: hold_time). One with a
   * spanning tree learns for its forward delay during a topology change.
   */
  #isLearning({ bridge, port }: Visit): boolean {
    const { wiring } = this.#world
    const one = wiring.interface(bridge)
    const isHub = one?.kind === 'bridge' && one.ageingNs === 0 && one.stp === undefined
    return !isHub && wiring.interface(on(bridge.node, port))?.bridgePort?.learning !== false
  }

  /** What a switch with a horizon has learned at a LAG holds: of its twin's copies it learns nothing. */
  #portsOf(visited: readonly Visit[]): Ports {
    const ports = new Map<string, string>()
    for (const visit of visited.filter((one) => this.#isLearning(one))) {
      const text = placeText(visit)
      const lags = this.#world.wiring.horizon(visit.bridge.node)?.lags ?? []
      if (!lags.includes(ports.get(text) ?? '') || lags.includes(visit.port)) ports.set(text, visit.port)
    }
    return ports
  }
}

const placeText = ({ bridge, vlan }: LearningDomain): string => `${endpointText(bridge)} ${String(vlan)}`

const bridgeOf = (text: string): string => text.slice(0, text.indexOf(' '))
