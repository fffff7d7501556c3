import type { StateMatch } from '../../model/handle.ts'
import type { Lab } from '../../model/lab.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import { seconds, type Ns } from '../../model/time.ts'
import type { Endpoint, Node, Topology } from '../../model/topology.ts'
import type { Wiring } from '../../theory/wiring.ts'

/** When a mechanism has settled, what is watched of it, how its standby is proved, and how it comes back. */
export interface Settle {
  /** What it must have reached. `aboveNs`: the longest deadline of the mechanisms after it in the list, on which its own may depend. */
  readonly waits: (wiring: Wiring, aboveNs: Ns) => readonly Settled[]
  /** What the watchers are told; the keys are the mechanism's own, and absent where it is not there. */
  readonly watched: (topology: Topology) => WatchPlan
  /** Cable ends in use whose standby a rehearsal proves; `waits`: what the topology settles to. Default: none. */
  readonly legs?: (topology: Topology, waits: readonly NamedWait[]) => readonly StandbyLeg[]
  /** How long it may take until it uses again what was healed after `holdNs`. Default: nothing has to come back. */
  readonly reversions?: (wiring: Wiring, broken: Broken, holdNs: Ns) => readonly Reversion[]
  /** False: what has moved to this state, which is one of its own, does not come back by itself. Default: it does. */
  readonly reverts?: (topology: Topology, moved: StateMatch) => boolean
  /** The order in which the programs of the nodes start. Default: that of the topology; only one mechanism may have another. */
  readonly start?: (wiring: Wiring) => readonly Start[]
  /**
   * What may keep a trial of the lab from settling, makes a standby useless or has no window. `hz`: timer interrupts a second. Default:
   * nothing.
   * @throws BackhoeError (64) where no trial could ever settle
   */
  readonly warnings?: (lab: Lab, hz: number) => readonly Problem[]
}

/** A state that must be reached, and the lab time after which it never will be. */
export interface Settled {
  readonly wait: NamedWait
  readonly deadlineNs: Ns
}

/** The programs of this node start once all of these hold. */
export interface Start {
  readonly node: Node
  readonly waits: readonly Settled[]
}

/** A cable end in use, whose standby is to prove itself. */
export interface StandbyLeg {
  readonly end: Endpoint
  readonly text: string
  /** Where nothing reverts by itself: what has taken over, and hands back when it is cut in turn. */
  readonly back: readonly StandbyLeg[]
}

/** What a fault has broken and moved. */
export interface Broken {
  readonly hit: readonly Endpoint[]
  /** What theory names as detection; null: it is silent, and anything may have moved. */
  readonly moved: readonly StateMatch[] | null
}

export interface Reversion {
  readonly ns: Ns
  readonly because: string
}

/** Linkwatch may hold an event for a second. */
export const CARRIER: Ns = seconds(5)

/** A daemon reads its configuration and listens first. */
export const DAEMON_START: Ns = seconds(10)
