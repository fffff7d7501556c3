import type { GroupMember } from '../model/groups.ts'
import type { Node, Reach } from '../model/topology.ts'
import { bareAddress } from '../model/address.ts'
import { arrives } from './path.ts'
import type { World } from './world.ts'

/** What a virtual router tracks and does not reach any more, there or back; null where all is well or nothing is tracked. */
export function outOfReach(world: World, { node, router }: GroupMember): Reach | null {
  const { reach } = router
  return reach === undefined || answers(world, node, reach.address) ? null : reach
}

function answers(world: World, node: Node, target: string): boolean {
  const far = world.wiring.topology.nodes.find((one) => addressesOf(one).includes(target))
  if (far === undefined) return false
  return addressesOf(node).some(
    (source) =>
      arrives(world, { from: node.name, to: far.name, pairs: [{ source, target }] }) &&
      arrives(world, { from: far.name, to: node.name, pairs: [{ source: target, target: source }] }),
  )
}

const addressesOf = ({ interfaces }: Node): readonly string[] =>
  interfaces.flatMap(({ addresses }) => addresses.map(bareAddress))
