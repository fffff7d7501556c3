import { trackedRoutes } from '../../model/route.ts'
import type { Node } from '../../model/topology.ts'
import { bfdOf } from '../bfd/data.ts'
import { runsFrr } from '../frr/data.ts'

/** Below the node's folder. */
export const BIRD_CONF = 'bird/bird.conf'

/** It tracks routes, or others track theirs by it and no BFD of FRR answers them. */
export const runsBird = (node: Node): boolean =>
  trackedRoutes(node).length > 0 || (!runsFrr(node) && (bfdOf(node)?.neighbours ?? []).length > 0)
