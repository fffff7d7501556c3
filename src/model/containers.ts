import type { ContainerlabPlan } from './plan.ts'

/** Programs and images that bring containers up, by their paths. */
export interface ContainerTools {
  readonly containerlab: string
  /** What a guest starts for itself; null: the machine's daemon answers on its socket. */
  readonly docker: { readonly dockerd: string; readonly shim: string } | null
  /** By the reference that the topology names. */
  readonly images: Readonly<Record<string, ContainerImage>>
}

/** Where an image comes from, in a guest that has none. */
export interface ContainerImage {
  /** Of its root file system (`docker export`), or of its layers and their configuration (`docker save`). */
  readonly tar: string
  readonly holds: 'root' | 'layers'
  /** Of a root file system, which has none of its own. */
  readonly labels: Readonly<Record<string, string>>
  /** The same root file system, to be mounted instead of unpacked; null: there is none, or this kernel mounts none. */
  readonly mountable: MountableImage | null
}

export interface MountableImage {
  /** A file of an ext2 file system; in a guest the folder that it is mounted on. */
  readonly path: string
  /** Of the tar. */
  readonly sha256: string
  readonly unpackedBytes: number
}

/** A state that a daemon reports of itself; `watch`: its kind. */
export interface DaemonState {
  readonly watch: string
  readonly name: string
  readonly to: string
}

/** A lab's containers, running. */
export interface Containers {
  /** First process of each node: its namespaces are those of `/proc/PID/ns`. */
  readonly pids: Readonly<Record<string, number>>
  /** Docker's name of each node's container. */
  readonly ids: Readonly<Record<string, string>>
  /** Holds each node's folder as its container has bound it. */
  readonly folder: string
  /** What the daemons of redundancy in that node are now, as they say themselves. */
  states(node: string): Promise<readonly DaemonState[]>
  /** As `docker kill`: nothing of it runs when it resolves. */
  kill(node: string): Promise<void>
  /** As `docker start`: its first process, without a cable and without configuration. */
  start(node: string): Promise<number>
  /** Does there what its file's `exec` says. @throws BackhoeError (70) where one of them fails */
  configure(node: string, exec: readonly string[]): Promise<void>
}

/** Whoever brings containers up for the agent. */
export interface ContainerRuntime {
  /** @throws BackhoeError (70) in containerlab's own words */
  start(request: ContainerRequest): Promise<Containers>
}

export interface ContainerRequest {
  readonly plan: ContainerlabPlan
  readonly tools: ContainerTools
  /** What containerlab calls each node that the plan needs. */
  readonly nodes: Readonly<Record<string, string>>
  /** Where the lab's files are written and deployed from. */
  readonly folder: string
  /** Progress, for the journal. */
  readonly say: (node: string, text: string) => void
  /** A container died, ran out of memory, was paused or restarted. */
  readonly happened: (node: string, event: ContainerEvent) => void
  /** Docker tells nothing any more. */
  readonly silent: () => void
}

export type ContainerEvent = 'die' | 'oom' | 'pause' | 'unpause' | 'restart'
