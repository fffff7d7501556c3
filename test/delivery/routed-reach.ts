import type { Cable, Topology } from '../../src/model/topology.ts'

/** Whom packets of a node reach over routers and switches while these cables are dark: by the wiring, whatever the protocols are. */
export function routedReach({ nodes, cables }: Topology, broken: readonly Cable[], from: string): ReadonlySet<string> {
  const passes = new Set(nodes.filter(({ role }) => role === 'router' || role === 'switch').map(({ name }) => name))
  const dark = new Set(broken.map(({ name }) => name))
  const lit = cables.filter(({ name }) => !dark.has(name))
  const reached = new Set([from])
  for (const node of reached) {
    if (node !== from && !passes.has(node)) continue
    for (const { a, b } of lit) {
      if (a.node === node) reached.add(b.node)
      if (b.node === node) reached.add(a.node)
    }
  }
  return reached
}
