import { Segments } from '../model/segments.ts'
import type { Node, Topology } from '../model/topology.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import type { Way } from './path.ts'

/**
 * Why a node that theory does not know forbids a window: it lies between the two ends, or in a LAN on the way between them,
 * where its addresses and its protocols count. null: every such node is known.
 */
export function strangerOn(topology: Topology, way: Way): string | null {
  const strangers = topology.nodes.flatMap((node) => {
    const because = strangeness(node)
    return because === null ? [] : [{ node, because }]
  })
  if (strangers.length === 0) return null
  const graph = new Lans(topology)
  const met = strangers.find(({ node: { name } }) => [way.from, way.to].includes(name) || graph.meets(name, way))
  return met?.because ?? null
}

/** A modelled mechanism that Backhoe has not configured itself, or a program that it does not know. */
function strangeness(node: Node): string | null {
  const { name, daemons = [], interfaces } = node
  if (THEORIES.some(({ isForeign }) => isForeign?.(node) === true))
    return `not our configuration (${name} brings its own files)`
  const deaf = interfaces.find(({ bridgePort }) => bridgePort?.neighSuppress === true)
  if (deaf !== undefined)
    return `${name}:${deaf.name} suppresses neighbour questions: gratuitous ARP does not leave by it, nor what the bridge can answer itself`
  const program = THEORIES.some(({ isOurs }) => isOurs?.(node) === true) ? undefined : daemons[0]
  return program === undefined ? null : `not our configuration (${name} runs ${program.name} of its own)`
}

/** Nodes and the LANs that they have ports in. */
class Lans {
  readonly #next = new Map<string, Set<string>>()
  readonly #ends = new Set<string>()

  constructor(topology: Topology) {
    const segments = new Segments(topology)
    for (const node of topology.nodes) {
      if (!node.forwarding) this.#ends.add(node.name)
      for (const { name, vlans } of node.interfaces)
        for (const tag of [0, ...(vlans?.tagged ?? [])])
          this.#join(node.name, `lan ${segments.of({ node: node.name, interface: name }, tag)}`)
    }
  }

  /** Has the node a port in a LAN through which packets of the way could pass? Nobody says whether it forwards. */
  meets(node: string, way: Way): boolean {
    const lans = [...(this.#next.get(node) ?? [])]
    return lans.some((lan) => this.#liesBetween(lan, way, node))
  }

  /** A path without a loop leads over it: no single other place separates it from both ends (Menger). */
  #liesBetween(lan: string, { from, to }: Way, stranger: string): boolean {
    const reached = (without: string | null): ReadonlySet<string> => {
      const places = new Set([lan])
      for (const place of places) {
        const ends = this.#ends.has(place) && place !== stranger
        if (!ends) for (const next of this.#next.get(place) ?? []) if (next !== without) places.add(next)
      }
      return places
    }
    const free = reached(null)
    if (!free.has(from) || !free.has(to)) return false
    return [...free].every((place) => place === lan || [from, to].some((end) => reached(place).has(end)))
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
