import type { Effect } from '../../model/fault.ts'
import type { StateMatch } from '../../model/handle.ts'
import type { Phase } from '../../model/phase.ts'
import { reason, type Reason } from '../../model/reason.ts'
import type { Ns } from '../../model/time.ts'
import type { Endpoint, Node, Topology } from '../../model/topology.ts'
import type { Change, Reaction, Reactions } from '../../theory/change.ts'
import type { Claim } from '../../theory/claim.ts'
import type { NodeRoutes } from '../../theory/dynamic-route.ts'
import type { Forgetful } from '../../theory/forgotten.ts'
import type { Horizon, Wiring } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'

/** What theory asks of each mechanism of redundancy. */
export interface Theory {
  /** The reactions that a state stands for when it is seen; none: the state moves no packet. Default: none. */
  readonly seen?: (state: StateMatch) => readonly Reaction[]
  /** What it does about a fault. */
  readonly changes: (asked: Asked) => Reactions
  /** Addresses for which one of several nodes answers, as it decides. Default: none. */
  readonly claims?: (topology: Topology) => readonly Claim[]
  /** Why no direction whose packets a protocol's routes lead has a window; null: each may have one. Default: null. */
  readonly silence?: (asked: Asked) => Reason | null
  /** Claims of which nothing says which claimant holds the addresses, or from when on. Default: none. */
  readonly contested?: (asked: Asked, isFlapping: boolean) => readonly Contested[]
  /** Routes that it gives nodes while all is well. Default: none. */
  readonly routes?: (topology: Topology) => readonly NodeRoutes[]
  /** Its periodic timers that cannot be found by listening for multicast frames of this period at most. Default: none. */
  readonly phases?: (wiring: Wiring, hz: number, heardNs: Ns) => readonly Phase[]
  /** Directions that have no window before any fault, since they need one of these ends; the first that fits is named. Default: none. */
  readonly unsteady?: (before: World, hz: number) => readonly Unsteady[]
  /** Why no direction at all has a window under these effects; null: each may have one. Default: null. */
  readonly race?: (broken: World, effects: readonly Effect[]) => Reason | null
  /** Why no direction has a window where a selector's condition is not as it would be by itself; null: that is modelled. Default: null. */
  readonly unlike?: (before: World, when: StateMatch) => Reason | null
  /** What it may do where its changes do not say it. Default: nothing. */
  readonly undecided?: (asked: Moment) => readonly Undecided[]
  /**
   * Directions that have no window under these effects, since they need one of these ends, of which a daemon takes the addresses.
   * `stages`: the network as it is broken, and after each reaction. Default: none.
   */
  readonly withdrawn?: (asked: Moment, stages: readonly World[]) => readonly Unsteady[]
  /** Interfaces that may lose their carrier for a moment. Default: none do. */
  readonly forgets?: (asked: Moment) => readonly Forgetful[]
  /** What all mechanisms do, delayed where its switches have to learn it first. Default: as they do it. */
  readonly delayed?: (all: Reactions, topology: Topology) => Reactions
  /** How much later than they learn it its switches forward by what they have learned. Default: at once. */
  readonly learnsLateNs?: (topology: Topology) => Ns
  /** Why its switches may forward frames by ports that lack their VLAN or may not, and only what holds in both cases is said; null. Default: null. */
  readonly leaks?: (topology: Topology, effects: readonly Effect[]) => Reason | null
  /** Switches that do not forward by some ports what has come in by another. Default: none. */
  readonly horizons?: (topology: Topology) => readonly Horizon[]
  /** For how long TCP at this node sends again before it gives a connection up; null: as the kernel's own default. Default: null. */
  readonly patience?: (node: Node) => Ns | null
  /** The program that forwards at this node; null: its kernel does. Default: null. */
  readonly forwarder?: (node: Node) => string | null
  /** A program at this node does its work, and stands still where the node hangs. Default: none does, the kernel does it. */
  readonly runs?: (node: Node) => boolean
  /** What a file of the user's own makes of it at this node that is not understood. Default: nothing can. */
  readonly foreign?: (node: Node) => readonly Foreign[]
  /** The node's own programs are its own. Default: they are not, and theory does not know them. */
  readonly isOurs?: (node: Node) => boolean
}

export interface Foreign {
  /** After the node's name: `brings its own files`. */
  readonly because: Reason
  /** Only packets to these addresses, or that a route leads to one of them, depend on it; null: all that may pass the node. */
  readonly addresses: readonly string[] | null
  /** Of all that may pass the node only what may pass the LANs of these interfaces of it depends on it. Absent: of all. */
  readonly devices?: readonly string[]
}

/** Of a node whose files of the user's own are not read. */
export const OWN_FILES: Foreign = { because: reason('own-files')`brings its own files`, addresses: null }

export interface Contested {
  readonly claim: Claim
  readonly because: Reason
}

/** A network before and with the fault. */
export interface Moment {
  readonly before: World
  readonly broken: World
  /** Timer interrupts a second. */
  readonly hz: number
  /** The longest pause between two packets of the traffic. */
  readonly spacingNs: Ns
}

export interface Asked extends Moment {
  /** What the mechanisms before it in the list do. */
  readonly earlier: readonly Change[]
}

/** A direction that needs these ends is silent, for this reason. */
export interface Unsteady {
  readonly ends: readonly Endpoint[]
  /** Only where packets go to one of these networks, or by a `default`. Default: wherever they go. */
  readonly to?: readonly string[]
  readonly because: Reason
}

/** A direction that needs these ends has no window, for this reason, unless each of these reactions leaves it lost all the same. */
export interface Undecided extends Unsteady {
  readonly mayReact: readonly Reaction[]
}
