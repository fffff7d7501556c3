import { reason, type Reason } from '../model/reason.ts'
import { Segments } from '../model/segments.ts'
import { gatewaysOf } from '../model/route.ts'
import type { Node, Topology } from '../model/topology.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import type { Foreign } from '../mechanisms/contract/theory.ts'
import type { Way } from './path.ts'
import { unreadAt } from './unread.ts'

/**
 * Why a node that theory does not know forbids a window: it lies between the two ends, or in a LAN on the way between them,
 * where its addresses and its protocols count; or what is not known of it decides who has an address that leads the packets.
 * null: every such node is known.
 */
export function strangerOn(topology: Topology, way: Way): Reason | null {
  const strangers = topology.nodes.flatMap((node) =>
    strangeness(node).map((foreign) => ({ name: node.name, ...foreign })),
  )
  if (strangers.length === 0) return null
  const graph = new Lans(
    topology,
    strangers.flatMap(({ name, addresses, devices }) => (addresses === null && devices === undefined ? [name] : [])),
  )
  const mayPass = (name: string, devices: readonly string[] | undefined): boolean =>
    (devices === undefined && [way.from, way.to].includes(name)) || graph.meets(name, way, devices)
  const leads = (to: readonly string[]): boolean =>
    way.pairs.some(({ target }) => to.includes(target)) ||
    topology.nodes.some(
      ({ name, routes }) =>
        routes.some((route) => gatewaysOf(route).some((via) => to.includes(via))) && graph.carries(name, way),
    )
  const met = strangers.find(({ name, addresses, devices }) =>
    addresses === null ? mayPass(name, devices) : leads(addresses),
  )
  return met?.because ?? null
}

/** A modelled mechanism that Backhoe has not configured itself, or a program that it does not know. */
function strangeness(node: Node): readonly Foreign[] {
  const { name, daemons = [] } = node
  const notOurs = ({ because, ...on }: Foreign): Foreign => ({
    because: reason('not-ours')`not our configuration (${{ node: name }} ${{ configuration: because }})`,
    ...on,
  })
  const program = THEORIES.some(({ isOurs }) => isOurs?.(node) === true) ? undefined : daemons[0]
  return [
    ...[...unreadAt(node), ...THEORIES.flatMap(({ foreign }) => foreign?.(node) ?? [])].map(notOurs),
    ...unmodelled(node).map((because) => ({ because, addresses: null })),
    ...(program === undefined
      ? []
      : [notOurs({ because: reason('own-program')`runs ${{ program: program.name }} of its own`, addresses: null })]),
  ]
}

/** Options of ports that theory does not model. */
const unmodelled = ({ name, interfaces }: Node): readonly Reason[] =>
  interfaces.flatMap(({ name: port, bridgePort, stpPort }) => [
    ...(bridgePort?.neighSuppress === true
      ? [
          reason(
            'neighbour-suppressed',
          )`${{ node: name }}:${{ port }} suppresses neighbour questions: gratuitous ARP does not leave by it, nor what the bridge can answer itself`,
        ]
      : []),
    ...(stpPort?.pointToPoint === false
      ? [
          reason(
            'shared-medium',
          )`${{ node: name }}:${{ port }} is at a shared medium (pointToPoint: false): it takes no agreement, and what its timers cost is not modelled`,
        ]
      : []),
  ])

/** Nodes and the LANs that they have ports in. */
class Lans {
  readonly #next = new Map<string, Set<string>>()
  readonly #segments: Segments
  readonly #ends = new Set<string>()

  /** `strangers`: nobody says whether they forward. */
  constructor(topology: Topology, strangers: readonly string[]) {
    this.#segments = new Segments(topology)
    for (const node of topology.nodes) {
      if (!node.forwarding && !strangers.includes(node.name)) this.#ends.add(node.name)
      for (const { name, vlans } of node.interfaces)
        for (const tag of [0, ...(vlans?.tagged ?? [])]) this.#join(node.name, this.#lan(node.name, name, tag))
    }
  }

  /** Has the node a port in a LAN through which packets of the way could pass, of these devices? Nobody says whether it forwards. */
  meets(node: string, way: Way, devices?: readonly string[]): boolean {
    const lans = devices?.map((name) => this.#lan(node, name)) ?? [...(this.#next.get(node) ?? [])]
    return lans.some((lan) => this.#liesBetween(lan, way, node))
  }

  /** Do packets of the way begin, end or pass there? */
  carries(node: string, way: Way): boolean {
    return [way.from, way.to].includes(node) || this.#liesBetween(node, way, '')
  }

  /** A path without a loop leads over it: no single other place separates it from both ends (Menger). */
  #liesBetween(middle: string, { from, to }: Way, stranger: string): boolean {
    const reached = (without: string | null): ReadonlySet<string> => {
      const places = new Set([middle])
      for (const place of places) {
        const ends = this.#ends.has(place) && place !== stranger
        if (!ends) for (const next of this.#next.get(place) ?? []) if (next !== without) places.add(next)
      }
      return places
    }
    const free = reached(null)
    if (!free.has(from) || !free.has(to)) return false
    return [...free].every((place) => place === middle || [from, to].some((end) => reached(place).has(end)))
  }

  #lan(node: string, name: string, tag = 0): string {
    return `lan ${this.#segments.of({ node, interface: name }, tag)}`
  }

  #join(node: string, lan: string): void {
    for (const [one, other] of [
      [node, lan],
      [lan, node],
    ] as const) {
      const found = this.#next.get(one) ?? new Set()
      this.#next.set(one, found.add(other))
    }
  }
}
