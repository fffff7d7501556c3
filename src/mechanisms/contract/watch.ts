import type { Clock } from '../../linux/clock.ts'
import type { Namespaces } from '../../linux/netns.ts'
import type { Filter } from '../../linux/socket-filter.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'

/** How a mechanism is seen while a lab runs. Links, and what rtnetlink reports of them, are seen by the watcher itself. */
export interface Watch {
  /** By kind of state: what it is in a node that has lost its power, whose daemon reports no more. Default: what it was last. */
  readonly unpowered?: Readonly<Record<string, string>>
  /** Begins to watch what the plan names. Default: there is nothing but links. */
  readonly start?: (plan: WatchPlan, sight: Sight) => Watching
  /** Nodes whose daemons report changes only: where they run before anything watches, they are asked (`contract/ask.ts`). Default: none. */
  readonly asked?: (plan: WatchPlan) => readonly string[]
  /** By kind of wait. */
  readonly waits: Readonly<Record<string, Ask>>
  /** By kind of timer event that can be seen on the wire. */
  readonly events: Readonly<Record<string, Seeks>>
}

/** What is known of the lab now. */
export interface Look {
  /** The value of a state; null: never seen. */
  now(watch: string, node: string, name: string): string | null
  detail(watch: string, node: string, name: string): string | undefined
  /** Ports of a bond, by name. */
  members(node: string, bond: string): readonly string[]
}

/** What a mechanism may do of the watcher's. */
export interface Sight extends Look {
  readonly namespaces: Namespaces
  readonly clock: Clock
  /** `sinceNs`: the earliest instant at which it can have changed. Default: it was reported at once. */
  saw(state: Seen, atNs: Ns, sinceNs?: Ns): void
  /** When it last changed; null: never seen. */
  lastNs(watch: string, node: string, name: string): Ns | null
  /** Reads a FIFO of the node's folder, in pieces as they come; what they report is at most `withinNs` old. */
  follow(node: string, path: string, withinNs: Ns, read: ReadsBytes): void
  /** Reads a file of the node's folder from its beginning, and as it grows; what it reports is at most `withinNs` old. */
  tail(node: string, path: string, withinNs: Ns, read: ReadsBytes): void
}

export type ReadsBytes = (bytes: Uint8Array, atNs: Ns, sinceNs: Ns) => void

export interface Seen {
  readonly watch: string
  readonly node: string
  readonly name: string
  readonly to: string
  readonly detail?: string
}

export interface Watching {
  /** What it was before anything watched it, as its daemon in a container was asked; of any mechanism. */
  found(state: Seen): void
  /** Closes what it has open in a node, whose namespace is about to be another; absent: everywhere. */
  close(node?: string): void
}

/** How a wait is asked; its own mechanism alone makes waits of its kind. */
export interface Ask {
  wanted(wait: NamedWait): string
  seen(wait: NamedWait, look: Look): string
  holds(wait: NamedWait, look: Look): boolean
}

export type Seeks = { seeks(event: PhaseEvent): Sought }['seeks']

/** Frames by which a timer's event is known. */
export interface Sought {
  /** null: all interfaces of the node. */
  readonly device: string | null
  readonly filter: Filter
  /** Default: every frame that the filter takes. */
  readonly isIt?: (packet: Buffer) => boolean
}
