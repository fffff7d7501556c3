import { groupBy } from '../model/group-by.ts'
import type { Node, Topology } from '../model/topology.ts'
import { groupsOf } from './groups.ts'
import { ranksOf } from './ranks.ts'

/** `twins`: ends at the same switches are one box; `layers`: all of one role in one layer are; `auto`: as little as needed. */
export const FOLDS = ['auto', 'none', 'twins', 'layers'] as const
export type Fold = (typeof FOLDS)[number]

export interface Folded {
  readonly topology: Topology
  /** By the name of the box: the nodes that it stands for. */
  readonly members: ReadonlyMap<string, readonly string[]>
  /** By the name of a cable that is drawn: for how many it stands. */
  readonly counts: ReadonlyMap<string, number>
}

/** So many boxes can be read on one page. */
const MOST_BOXES = 60

export function fold(topology: Topology, how: Fold): Folded {
  if (how !== 'auto') return folders[how](topology)
  for (const way of ['none', 'twins'] as const) {
    const folded = folders[way](topology)
    if (folded.topology.nodes.length <= MOST_BOXES) return folded
  }
  return folders.layers(topology)
}

const folders = {
  none: (topology: Topology): Folded => ({ topology, members: new Map(), counts: new Map() }),
  twins: (topology: Topology): Folded => {
    const neighbours = neighboursOf(topology)
    return folding(topology, (node) =>
      node.role === 'host' || node.role === 'server'
        ? [node.role, ...[...(neighbours.get(node.name) ?? [])].sort()].join(' ')
        : null,
    )
  },
  layers: (topology: Topology): Folded => {
    const groups = groupsOf(topology)
    const ranks = ranksOf(topology, groups)
    const framed = new Set(groups.flatMap(({ nodes }) => nodes))
    return folding(topology, (node) =>
      framed.has(node.name) ? null : `${node.role} ${String(ranks.get(node.name) ?? 0)}`,
    )
  },
}

function neighboursOf({ cables }: Topology): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { a, b } of cables)
    for (const [one, other] of [
      [a.node, b.node],
      [b.node, a.node],
    ] as const)
      found.set(one, (found.get(one) ?? new Set()).add(other))
  return found
}

/** Nodes of one key, at least two, become the first of them; null: it stays alone. */
function folding(topology: Topology, keyOf: (node: Node) => string | null): Folded {
  const bundles = groupBy(topology.nodes, (node) => keyOf(node) ?? ` ${node.name}`)
  const into = new Map(bundles.flatMap((nodes) => nodes.map(({ name }) => [name, boxName(nodes)] as const)))
  const members = new Map(
    bundles.flatMap((nodes) => (nodes.length > 1 ? [[boxName(nodes), nodes.map(({ name }) => name)] as const] : [])),
  )
  const moved = topology.cables
    .map((cable) => ({
      ...cable,
      a: { ...cable.a, node: into.get(cable.a.node) ?? cable.a.node },
      b: { ...cable.b, node: into.get(cable.b.node) ?? cable.b.node },
    }))
    .filter(({ a, b }) => a.node !== b.node || !members.has(a.node))
  const isFolded = (name: string): boolean => members.has(name)
  const drawn = groupBy(moved, (cable) =>
    isFolded(cable.a.node) || isFolded(cable.b.node) ? [cable.a.node, cable.b.node].sort().join(' ') : cable.name,
  )
  return {
    topology: {
      ...topology,
      nodes: bundles.flatMap((nodes) => boxOf(nodes)),
      cables: drawn.flatMap(([first]) => first ?? []),
    },
    members,
    counts: new Map(drawn.flatMap((same) => (same[0] === undefined ? [] : [[same[0].name, same.length] as const]))),
  }
}

const boxName = ([first, ...others]: readonly Node[]): string =>
  first === undefined || others.length === 0 ? (first?.name ?? '') : `${first.name} and ${String(others.length)} more`

function boxOf(nodes: readonly Node[]): readonly Node[] {
  const [first] = nodes
  if (first === undefined || nodes.length === 1) return nodes
  const shared = first.risks.filter((risk) => nodes.every(({ risks }) => risks.includes(risk)))
  return [{ ...first, name: boxName(nodes), risks: shared, features: {}, interfaces: [], probes: [] }]
}
