import type { GroupMember } from '../model/groups.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/** In keepalived's FAULT state: by its own interface, a tracked one, or a sibling of its sync group. One that stands still stays in its state. */
export function isFaulty(world: World, { node, router }: GroupMember): boolean {
  if (world.damage.hangs(node.name)) return false
  const siblings = node.syncGroups.find(({ members }) => members.includes(router.name))?.members ?? [router.name]
  return node.virtualRouters
    .filter(({ name }) => siblings.includes(name))
    .some((one) => [one.interface, ...one.track].some((name) => !world.hasCarrier(on(node.name, name))))
}

/** It has left MASTER, removed its addresses and answers for none: by a fault, or since one that is over, until it takes over again. */
export const hasResigned = (world: World, member: GroupMember): boolean =>
  isFaulty(world, member) || world.resigned(member)
