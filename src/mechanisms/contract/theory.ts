import type { Phase } from '../../model/phase.ts'
import type { Ns } from '../../model/time.ts'
import type { Node, Topology } from '../../model/topology.ts'
import type { Change, Reactions } from '../../theory/change.ts'
import type { Claim } from '../../theory/claim.ts'
import type { NodeRoutes } from '../../theory/dynamic-route.ts'
import type { Wiring } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'

/** What theory asks of each mechanism of redundancy. */
export interface Theory {
  /** What it does about a fault. */
  readonly changes: (asked: Asked) => Reactions
  /** Addresses for which one of several nodes answers, as it decides. Default: none. */
  readonly claims?: (topology: Topology) => readonly Claim[]
  /** Why no direction whose packets a protocol's routes lead has a window; null: each may have one. Default: null. */
  readonly silence?: (asked: Asked) => string | null
  /** Routes that it gives nodes while all is well. Default: none. */
  readonly routes?: (topology: Topology) => readonly NodeRoutes[]
  /** Its periodic timers that cannot be found by listening for multicast frames of this period at most. Default: none. */
  readonly phases?: (wiring: Wiring, hz: number, heardNs: Ns) => readonly Phase[]
  /** A program at this node does its work, and stands still where the node hangs. Default: none does, the kernel does it. */
  readonly runs?: (node: Node) => boolean
  /** A file of the user's own configures it at this node, in place of ours. Default: none can. */
  readonly isForeign?: (node: Node) => boolean
}

export interface Asked {
  readonly before: World
  readonly broken: World
  /** What the mechanisms before it in the list do. */
  readonly earlier: readonly Change[]
  /** Timer interrupts a second. */
  readonly hz: number
  /** The longest pause between two packets of the traffic. */
  readonly spacingNs: Ns
}
