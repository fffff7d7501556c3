import { networkOf } from '../../model/address.ts'
import type { Node, Topology } from '../../model/topology.ts'
import type { Data } from '../contract/data.ts'

export const routeData: Data = { states: { route: { values: null, objects: destinations } } }

/** A protocol finds ways to the networks of all nodes, and to what lies outside. */
function destinations(_: Node, { nodes }: Topology): readonly string[] {
  return [
    'default',
    ...new Set(
      nodes.flatMap(({ interfaces }) =>
        interfaces.flatMap(({ addresses }) => addresses.flatMap((one) => networkOf(one) ?? [])),
      ),
    ),
  ]
}
