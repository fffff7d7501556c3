import type { Capability } from './capability.ts'
import type { Operation } from './operation.ts'
import type { Problem } from './problem.ts'
import type { Ns } from './time.ts'
import type { Endpoint, Topology } from './topology.ts'
import type { CableGroup, CableHandle, CableSelector, NodeGroup, NodeHandle } from './handle.ts'
import type { FrameMatch, Netem } from './traffic-control.ts'

/**
 * What a fault does, at which endpoint. `theory` reads this and never the catalogue.
 * `receive-dead at X`: frames from the cable no longer reach X; `transmit-dead`: what X sends is lost.
 */
export type Effect =
  | { readonly effect: 'carrier-lost'; readonly at: Endpoint }
  | { readonly effect: 'receive-dead' | 'transmit-dead'; readonly at: Endpoint; readonly match: FrameMatch }
  | {
      readonly effect: 'carrier-flaps'
      readonly at: Endpoint
      readonly downNs: Ns
      readonly upNs: Ns
      readonly count: number
      /** Every darkness after the first comes up to so much late. Absent: none does. */
      readonly jitterNs?: Ns
    }
  /** What X receives from the cable passes through netem. */
  | { readonly effect: 'impaired'; readonly at: Endpoint; readonly netem: Netem }
  /** X's node runs no process any more; its kernel does. */
  | { readonly effect: 'node-hangs'; readonly at: Endpoint }
  /** The bridge port X no longer carries the VLAN. */
  | { readonly effect: 'vlan-missing'; readonly at: Endpoint; readonly vlan: number }

/** Operations that go to the kernel in one batch, stamped before and after, `atNs` after the injection. */
export interface TimedBatch {
  readonly atNs: Ns
  /** Comes up to so much later, evenly distributed, from the trial's seed: batches of one draw come equally late. */
  readonly late?: { readonly upToNs: Ns; readonly draw: number }
  readonly operations: readonly Operation[]
}

/** What shows that the fault was live while it was meant to be; looked at just before healing. */
export type LiveCheck =
  /** At some time between injection and healing, the endpoint had this carrier, from the watcher's record. */
  | { readonly check: 'carrier'; readonly at: Endpoint; readonly is: 'up' | 'down' }
  /** Nothing of the node runs: no daemon of ours, no process of its container. */
  | { readonly check: 'dead'; readonly node: string }
  /** Every process of the node stands still, and there are some. */
  | { readonly check: 'paused'; readonly node: string }
  | { readonly check: 'admin-up'; readonly at: Endpoint }
  /** The drop filter of this middle end has counted frames. */
  | { readonly check: 'dropped'; readonly ns: string; readonly name: string; readonly pref: number }
  /** netem is the root qdisc there and has passed or dropped packets. */
  | { readonly check: 'netem'; readonly ns: string; readonly name: string }
  | { readonly check: 'vlan-absent'; readonly at: Endpoint; readonly vlan: number }
  | { readonly check: 'ovs-vlan-absent'; readonly at: Endpoint; readonly vlan: number }
  /** Carrier went down this many times, from the watcher's record. */
  | { readonly check: 'flaps'; readonly at: Endpoint; readonly count: number }

export interface FaultSteps {
  readonly inject: readonly TimedBatch[]
  /** After it the state must be exactly what it was before injection: the agent compares dumps. */
  readonly heal: readonly Operation[]
  readonly proof: readonly LiveCheck[]
}

/** What may go wrong, said of one cable; on a group it does so to each of them at once. Pure. */
export interface Fault {
  readonly kind: string
  /** `r1:lan` or `host:eth0--sw1:eth1`: what it acts on, for people. */
  readonly on: string
  /** One line for people: `cut: both ends lose carrier`. */
  readonly text: string
  readonly needs: readonly Capability[]
  /** A selector's cable is known only at injection: one variant for each candidate. A node stands for all its cables. */
  readonly target: CableHandle | CableSelector | CableGroup | NodeHandle | NodeGroup
  effect(cable: CableHandle): readonly Effect[]
  steps(topology: Topology, cable: CableHandle): FaultSteps
  /** Nanoseconds the fault needs to play out by itself (flaps); 0 for a state. */
  readonly lastsNs: Ns
  /** What is wrong with its parameters; reported with all others of the lab. */
  readonly problems: readonly Problem[]
}
