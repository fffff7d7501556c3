import { networkOf } from '../../model/address.ts'
import type { Endpoint, Node, Topology } from '../../model/topology.ts'
import { BGP_DISTANCE, BGP_INTERNAL_DISTANCE, bgpOf, routerIdOf, type BgpNeighbour } from './data.ts'
import type { BgpSession, SessionEnd } from './data-sessions.ts'

/** What a neighbour has announced. */
interface Path {
  /** Autonomous systems, the neighbour's first. */
  readonly as: readonly number[]
  readonly communities: readonly string[]
  readonly localPreference: number
  readonly routerId: string
  /** The neighbour's address; null: a network of the router's own. */
  readonly via: string | null
  /** The neighbour is in the router's own AS. */
  readonly internal: boolean
}

/** By router, then by destination: the paths in use, the best one first. */
export type Choices = ReadonlyMap<string, ReadonlyMap<string, readonly Path[]>>

/** What each end has been announced. */
type Heard = ReadonlyMap<SessionEnd, ReadonlyMap<string, Path>>

/** One router has other paths to a destination, or tells its neighbours of others. */
export interface Step {
  readonly node: string
  readonly to: string
  /** Gateways from now on. */
  readonly vias: readonly string[]
  readonly distance: number
  /** Updates that led to it, one after another; 0: it has noticed by itself. */
  readonly round: number
  /** The steps of neighbours whose updates came in that round. */
  readonly causes: readonly Step[]
}

export interface RouteCourse {
  readonly steps: readonly Step[]
  readonly settled: Speakers
}

/** So far. */
interface Rounds {
  readonly steps: readonly Step[]
  /** Those of the round before. */
  readonly last: readonly Step[]
  readonly round: number
}

/** Updates go on for longer than this where policies contradict each other, and never end. */
const MOST_ROUNDS = 32

/**
 * The routers of a topology, and what each of them has been announced. Immutable; time is counted in rounds: in each of them every
 * router chooses, and its neighbours get what it announces (RFC 4271 9.1, 9.2).
 */
export class Speakers {
  readonly #topology: Topology
  readonly #sessions: readonly BgpSession[]
  readonly #heard: Heard
  readonly #announced: (at: Endpoint) => boolean
  readonly choices: Choices

  private constructor(
    topology: Topology,
    sessions: readonly BgpSession[],
    heard: Heard,
    announced: (at: Endpoint) => boolean,
  ) {
    this.#topology = topology
    this.#sessions = sessions
    this.#heard = heard
    this.#announced = announced
    this.choices = new Map(
      topology.nodes.flatMap((node) => (bgpOf(node) === undefined ? [] : [[node.name, this.#choose(node)] as const])),
    )
  }

  /** Once all updates have come; null: they never end, or which routes are left depends on their order (RFC 4264). */
  static settled(topology: Topology, sessions: readonly BgpSession[]): Speakers | null {
    const silent = new Speakers(topology, sessions, new Map(), () => true)
    const settled = silent.#course(silent, [])?.settled ?? null
    // By length alone there is one best choice.
    if (settled === null || !topology.nodes.some(hasPreferences)) return settled
    const last = sessions.flatMap(({ ends }) => ends).map((end) => silent.#hearingLast(end))
    return last.every((other) => other !== null && sameChoices(other, settled)) ? settled : null
  }

  /** This end takes no update until all others have settled. */
  #hearingLast(end: SessionEnd): Speakers | null {
    const deaf = this.#course(this, [], [end])?.settled
    return deaf === undefined ? null : (deaf.#course(deaf, [])?.settled ?? null)
  }

  /**
   * What happens once these ends have lost their neighbour and these interfaces no longer announce their networks. `carries`: an
   * update of the end reaches the other one. null: it never ends.
   */
  after(
    lost: readonly SessionEnd[],
    gone: readonly Endpoint[],
    carries: (from: SessionEnd) => boolean,
  ): RouteCourse | null {
    const heard = new Map([...this.#heard].filter(([end]) => !lost.includes(end)))
    const isGone = (at: Endpoint): boolean => gone.some((one) => one.node === at.node && one.interface === at.interface)
    const next = new Speakers(this.#topology, this.#sessions, heard, (at) => this.#announced(at) && !isGone(at))
    return next.#course(
      this,
      this.#sessions.flatMap(({ ends }) => ends.filter((end) => lost.includes(end) || !carries(end))),
      lost,
    )
  }

  /** `mute`: ends whose updates do not arrive; `lost`: ends that take none. */
  #course(before: Speakers, mute: readonly SessionEnd[], lost: readonly SessionEnd[] = []): RouteCourse | null {
    const noticed = differences(before, this, 0, () => [])
    return this.#rounds({ steps: noticed, last: noticed, round: 1 }, mute, lost)
  }

  /** This round and those after it. */
  #rounds(
    { steps, last, round }: Rounds,
    mute: readonly SessionEnd[],
    lost: readonly SessionEnd[],
  ): RouteCourse | null {
    const next = this.#updated(mute, lost)
    if (next === null) return { steps, settled: this }
    if (round === MOST_ROUNDS) return null
    const news = differences(this, next, round, (node, to) =>
      last.filter((step) => step.to === to && this.#neighbours(step.node, node)),
    )
    return next.#rounds({ steps: [...steps, ...news], last: news, round: round + 1 }, mute, lost)
  }

  /** With what every end is announced now; null: nothing new. */
  #updated(mute: readonly SessionEnd[], lost: readonly SessionEnd[]): Speakers | null {
    const heard = new Map(
      this.#sessions.flatMap(({ ends: [a, b] }) =>
        [[a, b] as const, [b, a] as const].flatMap(([end, far]) => {
          if (lost.includes(end)) return []
          const old = this.#heard.get(end)
          return [[end, mute.includes(far) && old !== undefined ? old : this.#announcedTo(far, end)] as const]
        }),
      ),
    )
    const isSame = [...heard].every(([end, paths]) => sameText(this.#heard.get(end) ?? new Map(), paths))
    return isSame ? null : new Speakers(this.#topology, this.#sessions, heard, this.#announced)
  }

  /** Gateways of a router to a destination. */
  viasOf(node: string, to: string): readonly string[] {
    return viasOf(this.choices.get(node)?.get(to))
  }

  #neighbours(a: string, b: string): boolean {
    return this.#sessions.some(
      ({ ends }) => ends.some(({ at }) => at.node === a) && ends.some(({ at }) => at.node === b),
    )
  }

  /**
   * The best path of each destination, but for those that the receiver's own AS is in already, which the receiver drops. Within an AS
   * the path and its preference stay what they are, and what one neighbour there has announced is not told to another (RFC 4271 5.1, 9.2).
   */
  #announcedTo(from: SessionEnd, to: SessionEnd): ReadonlyMap<string, Path> {
    const { feature, neighbour } = from
    const routerId = routerIdOf(from.node)
    const internal = feature.as === to.feature.as
    const found = new Map<string, Path>()
    for (const [network, [best]] of this.choices.get(from.node.name) ?? []) {
      if (best === undefined || best.via === to.address || best.as.includes(to.feature.as)) continue
      if (internal && best.internal) continue
      if (neighbour.announce === 'own' && best.as.length > 0) continue
      if ([neighbour.prefixes.out, to.neighbour.prefixes.in].some((list) => list?.includes(network) === false)) continue
      const as = internal ? best.as : [...Array.from({ length: 1 + neighbour.prepend }, () => feature.as), ...best.as]
      const communities = [...new Set([...best.communities, ...neighbour.communities])]
      const localPreference = internal ? best.localPreference : preferenceOf(to.neighbour, communities)
      found.set(network, { as, communities, localPreference, routerId, via: from.address, internal })
    }
    return found
  }

  #choose(node: Node): ReadonlyMap<string, readonly Path[]> {
    const feature = bgpOf(node)
    const candidates = new Map<string, Path[]>()
    for (const [end, paths] of this.#heard)
      if (end.node === node) for (const [to, path] of paths) candidates.set(to, [...(candidates.get(to) ?? []), path])
    const own = { as: [], communities: [], localPreference: 100, routerId: '', via: null, internal: false }
    for (const { name, addresses } of node.interfaces)
      if (feature?.networks.includes(name) === true && this.#announced({ node: node.name, interface: name }))
        for (const to of addresses.flatMap((text) => (text.includes(':') ? [] : (networkOf(text) ?? []))))
          candidates.set(to, [own])
    return new Map([...candidates].map(([to, paths]) => [to, used(paths, feature?.ecmp ?? 1)]))
  }
}

function preferenceOf({ preferences, localPreference }: BgpNeighbour, communities: readonly string[]): number {
  return preferences.find(({ community }) => communities.includes(community))?.localPreference ?? localPreference
}

/**
 * RFC 4271 9.1.2, as bgp_path_info_cmp of FRR: preference, length, those from another AS, router ID, address; those before the router
 * ID are of equal cost.
 */
function used(paths: readonly Path[], most: number): readonly Path[] {
  const sorted = paths.toSorted(
    (a, b) =>
      b.localPreference - a.localPreference ||
      a.as.length - b.as.length ||
      Number(a.internal) - Number(b.internal) ||
      numberOf(a.routerId) - numberOf(b.routerId) ||
      numberOf(a.via ?? '') - numberOf(b.via ?? ''),
  )
  const [best] = sorted
  return sorted
    .filter(
      (one) =>
        one.localPreference === best?.localPreference &&
        one.as.length === best.as.length &&
        one.internal === best.internal,
    )
    .slice(0, most)
}

const numberOf = (address: string): number => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)

export const viasOf = (paths: readonly Path[] | undefined): readonly string[] =>
  (paths ?? []).flatMap(({ via }) => via ?? []).sort()

/** Administrative distance of the route that these paths make, in FRR. */
export const distanceOf = (paths: readonly Path[] | undefined): number =>
  paths?.[0]?.internal === true ? BGP_INTERNAL_DISTANCE : BGP_DISTANCE

function differences(
  before: Speakers,
  now: Speakers,
  round: number,
  causes: (node: string, to: string) => readonly Step[],
): Step[] {
  return [...now.choices].flatMap(([node, chosen]) => {
    const old = before.choices.get(node)
    const all = new Set([...(old?.keys() ?? []), ...chosen.keys()])
    return [...all].flatMap((to): readonly Step[] => {
      const [was, is] = [old?.get(to) ?? [], chosen.get(to) ?? []]
      if (JSON.stringify(was) === JSON.stringify(is)) return []
      return [{ node, to, vias: viasOf(is), distance: distanceOf(is), round, causes: causes(node, to) }]
    })
  })
}

const hasPreferences = (node: Node): boolean =>
  bgpOf(node)?.neighbours.some(
    ({ localPreference, preferences }) => localPreference !== 100 || preferences.length > 0,
  ) === true

const sameChoices = (a: Speakers, b: Speakers): boolean => differences(a, b, 0, () => []).length === 0

const sameText = (a: ReadonlyMap<string, Path>, b: ReadonlyMap<string, Path>): boolean =>
  JSON.stringify([...a]) === JSON.stringify([...b])
