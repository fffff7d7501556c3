import type { Problem } from '../../model/problem.ts'
import type { Node, NodeDaemon } from '../../model/topology.ts'

/** What a mechanism makes of a node's declaration: files and programs. */
export interface Configure {
  /** By path below the node's folder; a file of the user's own with the same path replaces it. `{dir}` stands for that folder. */
  readonly files: (node: Node) => Readonly<Record<string, string>>
  /** Programs that run in the foreground, in the order of their start. `files`: what the node's folder holds in the end. */
  readonly daemons: (node: Node, files: Readonly<Record<string, string>>) => readonly NodeDaemon[]
  /** Settings of the node's kernel, by key, made before it has interfaces. Default: none. */
  readonly sysctls?: (node: Node) => Readonly<Record<string, string>>
  /** Why a container of ours cannot run this node, which a namespace can; null: it can. Default: it can. */
  readonly uncontained?: (node: Node) => Problem | null
}
