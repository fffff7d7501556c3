import { CONFIGURES } from '../mechanisms/all/configure.ts'
import type { Problem } from '../model/problem.ts'
import type { Node, NodeDaemon, Topology } from '../model/topology.ts'

/** The files of a node's folder by path, the user's in place of ours. */
export const nodeFiles = (node: Node): Readonly<Record<string, string>> =>
  Object.assign({}, ...CONFIGURES.map(({ files }) => files(node)), node.files) as Readonly<Record<string, string>>

/** Command lines of a node's daemons, in the foreground; `{dir}` is the node's folder. */
export function nodeDaemons(node: Node): readonly NodeDaemon[] {
  const files = nodeFiles(node)
  return [...CONFIGURES.flatMap(({ daemons }) => daemons(node, files)), ...(node.daemons ?? [])]
}

/** What keeps nodes of a topology from being containers of ours, all of it. */
export const uncontained = ({ nodes }: Topology): readonly Problem[] =>
  nodes.flatMap((node) => CONFIGURES.flatMap((mechanism) => mechanism.uncontained?.(node) ?? []))
