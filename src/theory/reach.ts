import { bareAddress } from '../model/address.ts'
import type { Node } from '../model/topology.ts'
import type { Claimant } from './claim.ts'
import { arrives } from './path.ts'
import type { World } from './world.ts'

/** It does not reach the address that has to answer any more, there or back. */
export const isOutOfReach = (world: World, { node, reaches }: Claimant): boolean =>
  reaches !== null && !isReached(world, node, reaches)

/** Packets of the node arrive at the address, and answers at the node. */
export function isReached(world: World, node: string, address: string): boolean {
  const own = world.wiring.node(node)
  return own === undefined || answers(world, own, address)
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
