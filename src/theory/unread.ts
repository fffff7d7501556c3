import { notModelled } from '../model/own-file.ts'
import type { Interface, Node } from '../model/topology.ts'
import type { Foreign } from '../mechanisms/contract/theory.ts'

/** What of a node's own configuration is not understood. */
export const unreadAt = ({ interfaces, unread = [] }: Node): readonly Foreign[] =>
  unread.map((one) => ({
    because: notModelled(one),
    addresses: null,
    ...(one.device === null ? {} : { devices: connected(interfaces, one.device) }),
  }))

/** It, what stands on it, and what it stands on. */
function connected(interfaces: readonly Interface[], device: string): readonly string[] {
  const found = new Set([device])
  for (const name of found)
    for (const one of interfaces) {
      const below = one.kind === 'vlan' || one.kind === 'macvlan' ? one.parent : one.master
      if (below === name) found.add(one.name)
      if (one.name === name && below !== undefined) found.add(below)
    }
  return [...found]
}
