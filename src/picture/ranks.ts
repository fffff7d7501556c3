import type { Node, Topology } from '../model/topology.ts'
import type { Group } from './groups.ts'

const isEnd = ({ role }: Node): boolean => role === 'host' || role === 'server'

/**
 * The column of each node, from 0 on the left: hosts, then what lies between in the order in which packets pass it, then servers.
 * Nodes of one group are in one column.
 */
export function ranksOf(topology: Topology, groups: readonly Group[]): ReadonlyMap<string, number> {
  const graph = new Units(topology, groups)
  const ranks = new Map<string, number>()
  const ends = new Set(topology.nodes.filter(isEnd).map(({ name }) => graph.of(name)))
  const between = topology.nodes.map(({ name }) => graph.of(name)).filter((unit) => !ends.has(unit))
  const sources = sourcesOf(topology, between.length > 0).map((name) => graph.of(name))
  for (const source of sources) ranks.set(source, 0)
  spread(ranks, graph, sources, (unit) => !ends.has(unit))
  for (const unit of between) {
    if (ranks.has(unit)) continue
    // Behind a node of two networks, or a network of its own.
    const reached = graph
      .neighbours(unit)
      .flatMap((end) => graph.neighbours(end))
      .flatMap((one) => ranks.get(one) ?? [])
    ranks.set(unit, reached.length > 0 ? Math.min(...reached) : 1)
    spread(ranks, graph, [unit], (one) => !ends.has(one))
  }
  const taken = new Set(between.map((unit) => ranks.get(unit)))
  for (const end of ends) {
    if (ranks.has(end)) continue
    const beside = graph.neighbours(end).flatMap((unit) => (ends.has(unit) ? [] : (ranks.get(unit) ?? [])))
    const [low, high] = beside.length === 0 ? [0, 0] : [Math.min(...beside), Math.max(...beside)]
    ranks.set(end, beside.length > 0 && low === 1 && taken.has(high + 1) ? 0 : high + 1)
  }
  const used = [...new Set(ranks.values())].sort((a, b) => a - b)
  return new Map(topology.nodes.map(({ name }) => [name, used.indexOf(ranks.get(graph.of(name)) ?? 0)]))
}

/** Where the sentence begins: at the hosts; where all are of one kind and there are two, at the first of them. */
function sourcesOf({ nodes }: Topology, isBetween: boolean): readonly string[] {
  const [hosts, servers] = (['host', 'server'] as const).map((role) => nodes.filter((node) => node.role === role))
  const ends = hosts?.length === 0 ? (servers ?? []) : (hosts ?? [])
  const first = ends[0] ?? nodes[0]
  const isSentence = (ends.length === 2 && servers?.length === 0) || !isBetween || ends.length === 0
  return (isSentence ? [first] : ends).flatMap((node) => (node === undefined ? [] : [node.name]))
}

/** Breadth first: one column further with each cable. */
function spread(
  ranks: Map<string, number>,
  graph: Units,
  from: readonly string[],
  isPassed: (unit: string) => boolean,
): void {
  const queue = [...from]
  for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) {
    const rank = ranks.get(unit) ?? 0
    for (const next of graph.neighbours(unit)) {
      if (ranks.has(next) || !isPassed(next)) continue
      ranks.set(next, rank + 1)
      queue.push(next)
    }
  }
}

/** The topology with each group as one; a unit is called like its first node. */
class Units {
  readonly #unit = new Map<string, string>()
  readonly #neighbours = new Map<string, Set<string>>()

  constructor({ nodes, cables }: Topology, groups: readonly Group[]) {
    for (const { name } of nodes) this.#unit.set(name, name)
    for (const group of groups) for (const name of group.nodes) this.#unit.set(name, group.nodes[0] ?? name)
    for (const { a, b } of cables) {
      const [from, to] = [this.of(a.node), this.of(b.node)]
      if (from === to) continue
      this.#add(from, to)
      this.#add(to, from)
    }
  }

  of(name: string): string {
    return this.#unit.get(name) ?? name
  }

  neighbours(unit: string): readonly string[] {
    return [...(this.#neighbours.get(unit) ?? [])]
  }

  #add(from: string, to: string): void {
    const known = this.#neighbours.get(from)
    if (known === undefined) this.#neighbours.set(from, new Set([to]))
    else known.add(to)
  }
}
