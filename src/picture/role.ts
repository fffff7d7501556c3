import type { Node, Role, Topology } from '../model/topology.ts'

/**
 * The role that a node is drawn in. A containerlab file has no roles, so that all of its nodes are hosts: what bridges is drawn as a
 * switch, what forwards or stands between several nodes as a router.
 */
export function drawnRole(node: Node, { containerlab, cables }: Topology): Role {
  const { role, interfaces, forwarding, name } = node
  if (containerlab === undefined || role !== 'host') return role
  if (interfaces.some(({ kind }) => kind === 'bridge')) return 'switch'
  const neighbours = cables.flatMap(({ a, b }) => (a.node === name ? [b.node] : b.node === name ? [a.node] : []))
  const isBonded = interfaces.some(({ kind }) => kind === 'bond')
  return forwarding || (!isBonded && new Set(neighbours).size > 1) ? 'router' : role
}
