import type { Cable, Topology } from '../../../src/model/topology.ts'

/** Cables on a shortest way between two nodes, and those that lie within a node of it: where a fault is felt. */
export function cablesNear(topology: Topology, from: string, to: string): readonly Cable[] {
  const [there, back] = [distances(topology, from), distances(topology, to)]
  const shortest = there.get(to)
  if (shortest === undefined) return []
  return topology.cables.filter(({ a, b }) => {
    const ways = [
      [a.node, b.node],
      [b.node, a.node],
    ] as const
    return ways.some(([one, other]) => (there.get(one) ?? Infinity) + 1 + (back.get(other) ?? Infinity) <= shortest + 1)
  })
}

function distances({ cables }: Topology, from: string): ReadonlyMap<string, number> {
  const found = new Map([[from, 0]])
  for (const [node, distance] of found)
    for (const { a, b } of cables) {
      const next = a.node === node ? b.node : b.node === node ? a.node : null
      if (next !== null && !found.has(next)) found.set(next, distance + 1)
    }
  return found
}
