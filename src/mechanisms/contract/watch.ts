import type { Clock } from '../../linux/clock.ts'
import type { LinkInfo } from '../../linux/netlink/link-parse.ts'
import type { Namespaces } from '../../linux/netns.ts'
import type { SocketFilter } from '../../linux/socket-filter.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'

/** How a mechanism is seen while a lab runs. */
export interface Watch {
  /** By kind of state: what it is in a node that has lost its power, whose daemon reports no more. Default: what it was last. */
  readonly unpowered?: Readonly<Record<string, string>>
  /** What it sees of a node's links, each time that rtnetlink reports one. Default: nothing. */
  readonly links?: (plan: WatchPlan, node: string) => SeesLink
  /** Links that are also asked for again and again: the kernel does not report every change of them. Default: none. */
  readonly polled?: (plan: WatchPlan, node: string) => (link: LinkInfo, links: Links) => boolean
  /** Another table of a node's kernel that is watched. Default: none; null: not on this node. */
  readonly table?: (plan: WatchPlan, node: string, saw: Sight['saw']) => KernelTable | null
  /** Begins to watch what else the plan names. Default: there is nothing. */
  readonly start?: (plan: WatchPlan, sight: Sight) => Watching
  /** Nodes whose daemons report changes only: where they run before anything watches, they are asked (`contract/ask.ts`). Default: none. */
  readonly asked?: (plan: WatchPlan) => readonly string[]
  /** By kind of wait. */
  readonly waits: Readonly<Record<string, Ask>>
  /** By kind of timer event that can be seen on the wire. */
  readonly events: Readonly<Record<string, Seeks>>
}

/** `up`: it is there, and administratively up. `endsCable`: a cable of the lab ends in it. */
export interface ReportedLink {
  readonly link: LinkInfo
  readonly up: boolean
  readonly endsCable: boolean
}

export type SeesLink = (reported: ReportedLink, links: Links) => readonly Seen[]

/** The links of a node, as they were reported last. */
export interface Links {
  at(index: number): LinkInfo | undefined
  /** The bond or bridge that it is a port of. */
  masterOf(link: LinkInfo): LinkInfo | undefined
}

/** A table of a node's kernel, from rtnetlink. */
export interface KernelTable {
  /** RTMGRP_*: what its socket is to report unasked. */
  readonly groups: number
  /** Asks for a dump. */
  readonly request: () => Buffer
  /** A dump is asked for: what it will not name is gone. */
  begin(): void
  /** `dumped`: this datagram ends a dump. `isDue`: another dump has to be asked for. `sinceNs`: as in `saw`. */
  read(datagram: Buffer, atNs: Ns, sinceNs?: Ns): { readonly dumped: boolean; readonly isDue: boolean }
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
  readonly saw: (state: Seen, atNs: Ns, sinceNs?: Ns) => void
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
  readonly filter: SocketFilter
  /** Default: every frame that the filter takes. */
  readonly isIt?: (packet: Buffer) => boolean
}
