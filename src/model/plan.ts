import type { Capability } from './capability.ts'
import type { Effect, LiveCheck, TimedBatch } from './fault.ts'
import type { StateMatch, WatchedObject } from './handle.ts'
import type { GateKind } from './lab.ts'
import type { NamedWait, Operation } from './operation.ts'
import type { Silence } from './silence.ts'
import type { Target } from './target.ts'
import type { Ns } from './time.ts'
import type { Cable, Endpoint, Topology } from './topology.ts'
import type { PhasePlan } from './phase.ts'
import type { Direction } from './traffic.ts'
import type { Return, Window } from './window.ts'

/** Everything that will be done, before anything is done: `plan.json`. The agent only executes it. */
export interface Plan {
  readonly schema: 2
  readonly lab: string
  readonly topology: string
  /** What is wired, whole. Absent: a plan of an older version. No guest reads it. */
  readonly model?: Topology
  readonly runtime: RuntimePlan
  readonly nodes: readonly { readonly name: string; readonly role: string }[]
  readonly cables: readonly Cable[]
  readonly needs: readonly Capability[]
  /** Namespaces, cables, interfaces, addresses, files; then daemons; then named waits. */
  readonly build: readonly Operation[]
  readonly daemons: readonly Operation[]
  readonly settle: readonly { readonly wait: NamedWait; readonly deadlineNs: Ns }[]
  readonly flows: readonly FlowPlan[]
  readonly sessions: readonly SessionPlan[]
  readonly watch: WatchPlan
  readonly experiments: readonly ExperimentPlan[]
}

/** How nodes and cables come to be. */
export type RuntimePlan =
  /** Namespaces and cables of ours: `build` makes them, `daemons` run in them. */
  { readonly kind: 'netns' } | ContainerlabPlan

/** Containers of the real containerlab. `build` then holds only what the patch panel adds on the host's side. */
export interface ContainerlabPlan {
  readonly kind: 'containerlab'
  readonly lab: string
  /** What containerlab calls a node (label `clab-node-name`) where it is not the node's own name: it keeps `host` for itself. */
  readonly names: Readonly<Record<string, string>>
  /** `attach`: it runs already and is left exactly as it was. */
  readonly mode: 'deploy' | 'attach'
  /** `NAME.clab.yml` and what it binds, by path relative to the folder that it is deployed from; none to attach. */
  readonly files: Readonly<Record<string, string>>
  /** Of `files`: the one to deploy. */
  readonly topologyFile: string
  /** The machine's files and folders that the topology file names, absolute. */
  readonly paths: readonly string[]
  /** How each cable, by its number, can be broken: `panel` has a middle on the host's side, `ends` is a plain veth. */
  readonly cables: readonly ('panel' | 'ends')[]
  /** Container images, by reference. */
  readonly images: readonly string[]
}

/**
 * What the watchers record: everything that can be said to change, beside the carrier of every interface. Each key is one
 * mechanism's own, and so is what it holds (`src/mechanisms/NAME/data-kinds.ts`).
 */
export type WatchPlan = Readonly<Record<string, readonly unknown[]>>

export interface FlowPlan {
  readonly name: string
  readonly ratePps: number
  readonly sizeBytes: number
  /** A packet that is longer on its way counts as lost. */
  readonly overdueNs: Ns
  /** The same number in each direction; to nodes that serve as one at the same time, only there. */
  readonly streams: readonly StreamPlan[]
}

/** 5-tuples that go from the flow's first node to its second. */
export const forwardStreams = ({ streams }: FlowPlan): number =>
  streams.filter(({ direction }) => direction === 'forward').length

/** `4 streams each way`, or `16 streams one way`. */
export function streamsText(flow: FlowPlan): string {
  const count = forwardStreams(flow)
  return `${String(count)} stream${count === 1 ? '' : 's'} ${flow.streams.length === count ? 'one way' : 'each way'}`
}

export interface StreamPlan {
  readonly direction: 'forward' | 'backward'
  readonly from: SocketPlan
  readonly to: SocketPlan
}

export interface SocketPlan {
  readonly node: string
  readonly address: string
  readonly port: number
  readonly device?: string
  /** Where others send to; absent: to `address`. */
  readonly published?: string
  /** Other nodes that have the same socket. */
  readonly replicas?: readonly string[]
  /** The address is virtual: only where it is at the time does the socket receive, and packets leave from there. */
  readonly isVirtual?: true
}

/** Nodes that have the socket. */
export const nodesWith = ({ node, replicas = [] }: SocketPlan): readonly string[] => [node, ...replicas]

export interface SessionPlan {
  readonly name: string
  readonly kind: 'tcp' | 'stream'
  readonly client: SocketPlan
  readonly server: SocketPlan
  readonly intervalNs: Ns
  readonly sizeBytes: number
  readonly rateKbit: number
  /** Of the client's connections (`TCP_USER_TIMEOUT`), whole milliseconds. Absent: the kernel's patience. */
  readonly userTimeoutNs?: Ns
}

export interface ExperimentPlan {
  readonly name: string
  readonly fault: { readonly kind: string; readonly on: string; readonly text: string; readonly drift: string | null }
  /** Beyond the plan's own: what its fault and drift need. A kernel that lacks one leaves this experiment alone unknown. */
  readonly needs?: readonly Capability[]
  /** What the drift does. Absent: a plan of an older version. No guest reads it. */
  readonly driftEffects?: readonly Effect[]
  /** Applied after the build has settled, before the gate. */
  readonly drift: readonly Operation[]
  /** Of a lab that outlives its trials: takes the drift away. */
  readonly undrift?: readonly Operation[]
  readonly gate: GatePlan
  readonly settleNs: Ns
  readonly holdNs: Ns
  readonly recoverNs: Ns
  readonly trials: number
  /** One for a plain cable; one for each candidate of a selector: the first whose `when` holds is taken. */
  readonly variants: readonly FaultVariant[]
  readonly targets: readonly Target[]
}

export interface FaultVariant {
  readonly when: StateMatch | null
  readonly on: string
  readonly effect: readonly Effect[]
  readonly inject: readonly TimedBatch[]
  readonly heal: readonly Operation[]
  readonly proof: readonly LiveCheck[]
  readonly windows: readonly Window[]
  readonly silent: readonly Silence[]
  /** Absent: a plan of an older version. */
  readonly returns?: readonly Return[]
  readonly phases: PhasePlan
  /** Of each direction of each flow. Absent: a plan of an older version. */
  readonly preferred?: readonly PreferredPath[]
}

/** Traffic is on its preferred path again once all of these are as they were before the fault. */
export interface PreferredPath {
  readonly on: string
  readonly direction: Direction
  readonly watched: readonly WatchedObject[]
}

export interface GatePlan {
  readonly kind: GateKind
  /** What it does not ask, and why; the first lines of its evidence. */
  readonly unasked?: readonly string[]
  /** Protocols in their expected state; a naive gate asks for carrier and bond only. */
  readonly states: readonly NamedWait[]
  /** Ends of active legs that must have carried packets in either direction while settling. */
  readonly carried: readonly Endpoint[]
  /** A switchover and back before the fault: operations, and the waits that prove each. */
  readonly rehearsal: readonly RehearsalStep[]
}

/** Apply, then every flow must be clean again for the settle time; else the gate fails with `because`. */
export interface RehearsalStep {
  readonly text: string
  readonly operations: readonly Operation[]
  readonly undo: readonly Operation[]
  /** Undone, every protocol comes back to its expected state by itself; else the next step brings it there. */
  readonly reverts: boolean
}

/** What a guest gets on its way: one trial, or the control without a fault. */
export interface TrialInput {
  readonly plan: Plan
  readonly experiment: number
  /** null: the control. */
  readonly trial: number | null
  readonly seed: number
  /** [0, 1) each: where in its period each timer is when the fault strikes, the longest period first. */
  readonly phases: readonly number[]
  /** Lab seconds until the agent gives up. */
  readonly deadlineNs: Ns
  readonly pcap: boolean
}
