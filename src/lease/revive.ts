import { recreate } from '../inject/recreate.ts'
import { Namespaces } from '../linux/netns.ts'
import { netnsOf } from '../inject/undo.ts'
import { WIRE } from '../model/operation.ts'
import type { Undo, UndoNode } from '../model/undo.ts'
import { configure, kill, start } from '../runtime/containerlab/power.ts'
import { machineDocker } from '../runtime/containerlab/reach.ts'

/**
 * Containers that a fault has killed run again, with the cables that they had and all that they were told. Gives each node's
 * process of now; nodes whose container is gone for good are left out.
 */
export async function revive({ nodes, operations, stitches }: Undo): Promise<Undo['nodes']> {
  const dead = operations.flatMap((one) =>
    one.op === 'power' && one.on && !isAlive(nodes[one.node]) ? [{ node: one.node, exec: one.exec ?? [] }] : [],
  )
  if (dead.length === 0) return nodes
  const docker = machineDocker()
  const now: Record<string, UndoNode> = { ...nodes }
  for (const { node } of dead) {
    const { container = '' } = nodes[node] ?? {}
    // Half healed is not whole: it begins anew.
    await kill(docker, container)
    const pid = await start(docker, container)
    now[node] = { pid, netns: netnsOf(pid) ?? 0, container }
  }
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  for (const [node, one] of Object.entries(now)) if (isAlive(one)) namespaces.adopt(node, one.pid)
  const there = new Set(namespaces.names())
  const begun = new Set(dead.map(({ node }) => node))
  for (const stitch of stitches) {
    const ends = stitch.halves.map(({ at }) => at.node)
    if (ends.every((node) => there.has(node)) && ends.some((node) => begun.has(node))) recreate(namespaces, stitch)
  }
  for (const { node, exec } of dead) await configure(docker, now[node]?.container ?? '', node, exec)
  return now
}

/** It is the process that it was, in the namespace that it had. */
export const isAlive = (node: UndoNode | undefined): boolean => node !== undefined && netnsOf(node.pid) === node.netns
