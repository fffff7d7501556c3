import { nodeGroups } from '../mechanisms/all/text.ts'
import { groupBy } from '../model/group-by.ts'
import type { Topology } from '../model/topology.ts'

/** Nodes that stand together in one frame. */
export interface Group {
  readonly nodes: readonly string[]
  readonly titles: readonly string[]
  readonly shared: readonly string[]
}

/** More than so many joined by peer links are a ring or a fabric, and no pair. */
const MOST_JOINED = 4

/** Each node is in one group at most: groups that share a node are one. */
export function groupsOf(topology: Topology): readonly Group[] {
  const said = nodeGroups(topology)
  const framed = new Set(said.flatMap(({ nodes }) => nodes))
  const joined = peersOf(topology)
    .filter((nodes) => nodes.length <= MOST_JOINED && !nodes.every((name) => framed.has(name)))
    .map((nodes) => ({ nodes, title: '', shared: [] }))
  const parent = new Map<string, string>()
  for (const { nodes } of [...said, ...joined]) for (const name of nodes) join(parent, nodes[0] ?? name, name)
  return groupBy([...said, ...joined], ({ nodes: [first = ''] }) => find(parent, first)).map((same) => ({
    nodes: topology.nodes.map(({ name }) => name).filter((name) => same.some(({ nodes }) => nodes.includes(name))),
    titles: [...new Set(same.map(({ title }) => title).filter((title) => title !== ''))],
    shared: [...new Set(same.flatMap(({ shared }) => shared))],
  }))
}

/** Nodes of one role, joined by cables that are called peer links. */
function peersOf({ nodes, cables }: Topology): readonly (readonly string[])[] {
  const parent = new Map<string, string>()
  const roles = new Map(nodes.map(({ name, role }) => [name, role]))
  for (const { a, b, role } of cables)
    if (role === 'peer' && a.node !== b.node && roles.get(a.node) === roles.get(b.node)) join(parent, a.node, b.node)
  const named = nodes.map(({ name }) => name).filter((name) => parent.has(name))
  return groupBy(named, (name) => find(parent, name))
}

function find(parent: ReadonlyMap<string, string>, one: string): string {
  let root = one
  for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
  return root
}

function join(parent: Map<string, string>, a: string, b: string): void {
  for (const one of [a, b]) if (!parent.has(one)) parent.set(one, one)
  parent.set(find(parent, b), find(parent, a))
}
