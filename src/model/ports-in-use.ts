import type { Node } from './topology.ts'

export const membersOf = (node: Node, master: string): string[] =>
  node.interfaces.filter((one) => one.master === master).map(({ name }) => name)

/** The ports in use under an interface while all is well: of an active-backup bond the active one, of a LAG all. */
export function portsInUse(node: Node, name: string): string[] {
  const one = node.interfaces.find((candidate) => candidate.name === name)
  if (one === undefined) return []
  if (one.kind === 'port') return [name]
  if (one.kind === 'vlan' || one.kind === 'macvlan') return portsInUse(node, one.parent)
  const members = membersOf(node, name)
  const used =
    one.kind === 'bond' && one.bond.mode === 'active-backup' ? [one.bond.primary ?? members[0] ?? ''] : members
  return used.flatMap((member) => portsInUse(node, member))
}
