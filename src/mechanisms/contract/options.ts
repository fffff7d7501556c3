/*
 * The room of mechanisms: one folder for each protocol or daemon that makes a network redundant, and all that is known of it there.
 * It owns what they are, how they are declared, configured, settled, watched, bounded and described: one file a facet.
 * It never imports a room that asks it; a facet never imports another one, but for `data`.
 * Begin here: `contract/` says what each facet exports (this file: how a mechanism is declared), `all/` lists the mechanisms,
 * `vrrp/` is one of them. CONTRIBUTING has the recipe for a new one.
 */
import type { Parameters } from '../../words/parameters.ts'
import type { Report } from '../../compose/report.ts'
import type { OwnDevice } from '../../model/own-device.ts'
import type { OwnFile, Unread } from '../../model/own-file.ts'
import type { Problem } from '../../model/problem.ts'
import type { Routing } from '../../model/route.ts'
import type { ContainerCommand } from '../../model/told.ts'
import type { Topology } from '../../model/topology.ts'

/** How a mechanism is declared at a node, and what must be true of it. */
export interface Options<Nouns extends object = object> {
  /** Methods that the node gets: `node.virtualRouter(…)`. Documentation is generated from the comments of `Nouns`. */
  readonly nouns: (node: NounContext) => Nouns
  /** Reports what is wrong with a topology as a whole. */
  readonly problems: (topology: Topology, report: Report) => void
  /**
   * Reads a configuration file of the user's own, by its path below the node's folder, as if the nouns had been called. Gives the text
   * that the node gets: the user's, and what the mechanism must add to it to be watched. Default: it reads none.
   */
  readonly reads?: Readonly<Record<string, (file: OwnFile, node: NounContext) => string>>
  /** Files of the user's own that say which interfaces the node has. They are read before all others. Default: none. */
  readonly configures?: readonly NetworkFiles[]
  /** Reads the commands that containerlab runs in a container once its cables are there, in this order. Only one mechanism may. Default: none does. */
  readonly told?: (commands: readonly ContainerCommand[], node: NounContext) => void
  /** What its daemons do in a container of the user's own, as far as that is known from outside; null: nothing starts them. Default: null. */
  readonly contained?: (container: Container) => Contained | null
}

/** A container of a user's own containerlab file. */
export interface Container {
  /** That containerlab runs in it once its cables are there. */
  readonly commands: readonly ContainerCommand[]
  /** The name of its image, without registry and version, where nothing else than the image says what it starts; else null. */
  readonly image: string | null
  /** A bound file by its place in the container; null: there is none. */
  readonly file: (place: string) => OwnFile | null
  /** Where it is declared. */
  readonly where: string
}

export interface Contained {
  /** The image starts them. */
  readonly isStarted: boolean
  /** Commands that start them. */
  readonly started: readonly ContainerCommand[]
  /** Bound places that they read, and that are understood. */
  readonly known: readonly string[]
  readonly unread: readonly Unread[]
  /** By the paths at which `reads` has them: where they read these files. */
  readonly files: Readonly<Record<string, string>>
  /** Files of the node's folder into which they write what is watched. */
  readonly logs: readonly string[]
  /** What else they do, as commands that have the same effect. */
  readonly does: readonly ContainerCommand[]
  /** They let the node forward. */
  readonly forwards: boolean
}

/** Files of one tool, by their paths below the node's folder. */
export interface NetworkFiles {
  readonly of: RegExp
  /** All of them that the node has, in the order of their paths. */
  readonly read: (files: readonly OwnFile[], node: NounContext) => void
}

/** The node under construction, as a noun sees it. */
export interface NounContext {
  readonly node: string
  /** A reader of what the caller gave; it remembers the caller's line. `of` names it in problems. */
  readonly parameters: (of: string, options: unknown) => Parameters
  /** Problems of the topology that name `what` of this node lead to this line: that of the call, or of a file that was read. */
  readonly place: (what: string, at: { readonly site: { readonly text: string | undefined } }) => void
  /** Addresses of its interfaces by name, once all of them are declared: for files that name networks. */
  readonly addresses: () => Readonly<Record<string, readonly string[]>>
  /** Its ends of cables, as the lab declares them. */
  readonly ports: () => readonly string[]
  /** Declares an interface, or what a port has that a cable ends at. */
  readonly device: (device: OwnDevice) => void
  /** Keeps a problem that leads to a line of a file. */
  readonly problem: (problem: Problem) => void
  /** Keeps what is not understood of the node's own configuration. */
  readonly unread: (more: readonly Unread[]) => void
  /** Changes the routes and rules of the node, and gives what they are then. */
  readonly routing: (change: (old: Routing) => Routing) => Routing
  /** Changes what the node has of a mechanism; undefined: nothing yet. */
  readonly feature: <Value>(mechanism: string, change: (old: Value | undefined) => Value) => void
}
