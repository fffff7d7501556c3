import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../linux/write-durably.ts'
import type { Containers } from '../model/containers.ts'
import { describeOperation, panelEnd, WIRE, type Operation } from '../model/operation.ts'
import type { Plan, TrialInput } from '../model/plan.ts'
import { throwProblems, type Problem } from '../model/problem.ts'
import { UNDO_FILE, type Undo } from '../model/undo.ts'
import type { Executor } from './executor.ts'
import { filterPlace, interfacesOf, linkOf } from './interfaces.ts'
import { madeAs } from './made.ts'
import { isGone } from './gone.ts'
import type { Namespaces } from '../linux/netns.ts'

/** What a trial on a lab that outlives it must take back, found out before it does anything. */
export function undoOf(namespaces: Namespaces, plan: Plan, input: TrialInput, ids: Containers['ids']): Undo {
  const experiment = plan.experiments[input.experiment]
  const ends = panelEnds(namespaces, plan)
  const heal = (experiment?.variants ?? []).flatMap((variant) => variant.heal)
  const dying = new Set(heal.flatMap((one) => (one.op === 'power' ? [one.node] : [])))
  return {
    schema: 1,
    nodes: undoNodes(namespaces, ids),
    ends,
    operations: [
      ...heal,
      ...(experiment?.undrift ?? []),
      ...plan.build.flatMap((operation) => takenBack(namespaces, operation)),
      ...Object.keys(ends).map((name) => adminState(namespaces, name)),
    ],
    stitches: plan.cables.flatMap((cable, number) =>
      dying.has(cable.a.node) || dying.has(cable.b.node) ? [madeAs(namespaces, cable, number)] : [],
    ),
  }
}

/** Whose namespaces they are now. */
export const undoNodes = (namespaces: Namespaces, ids: Containers['ids']): Undo['nodes'] =>
  Object.fromEntries(
    [...namespaces.owners()].map(([node, pid]) => [
      node,
      { pid, netns: netnsOf(pid) ?? 0, container: ids[node] ?? '' },
    ]),
  )

/** Inode of a process's network namespace; null: there is no such process. */
export function netnsOf(pid: number): number | null {
  try {
    return statSync(`/proc/${String(pid)}/ns/net`).ino
  } catch {
    return null
  }
}

/** Of what the build does, only what the lab has not already. */
export const lacking = (namespaces: Namespaces, build: readonly Operation[]): readonly Operation[] =>
  build.filter((operation) => operation.op !== 'clsact' || !hasPlace(namespaces, operation.ns, operation.name))

/** On disk when it returns. */
export function writeUndo(out: string, undo: Undo): void {
  writeDurably(join(out, UNDO_FILE), JSON.stringify(undo))
}

/** Everything is as it was. */
export const forgetUndo = (out: string): void => {
  rmSync(join(out, UNDO_FILE), { force: true })
}

/**
 * Takes back what is left to take back, each of it whatever becomes of the others; what is gone already needs nothing.
 * `file` still says what is to be done where something cannot be.
 * @throws BackhoeError `undo-failed` (70) with everything that could not be taken back
 */
export function takeBack(
  executor: Executor,
  namespaces: Namespaces,
  operations: readonly Operation[],
  file: string,
): void {
  const problems: Problem[] = []
  for (const operation of operations) {
    try {
      executor.apply([operation])
    } catch (error) {
      if (!isGone(namespaces, operation, error)) problems.push(undoFailed(operation, error, file))
    }
  }
  throwProblems(problems, 70)
}

const undoFailed = (operation: Operation, error: unknown, file: string): Problem => ({
  code: 'undo-failed',
  what: `cannot take back what a trial did, ${describeOperation(operation)}: ${error instanceof Error ? error.message : String(error)}`,
  where: file,
  next: 'backhoe clean tries again; what it cannot do, undo by hand, and then remove that file',
})

function panelEnds(namespaces: Namespaces, plan: Plan): Record<string, number> {
  const interfaces = interfacesOf(namespaces)
  const names = plan.cables.flatMap((_, number) => [panelEnd(number, 'a').name, panelEnd(number, 'b').name])
  return Object.fromEntries(
    names.flatMap((name) => {
      const index = interfaces.known(WIRE, name)
      return index === undefined ? [] : [[name, index]]
    }),
  )
}

function takenBack(namespaces: Namespaces, operation: Operation): readonly Operation[] {
  if (operation.op === 'clsact') {
    const { ns, name } = operation
    if (hasPlace(namespaces, ns, name)) return []
    const packets = linkOf(namespaces, ns, name).txQueuePackets
    // sch_api.c, qdisc_create: one that had no queue gets one with its first qdisc, and keeps it.
    return [
      { ...operation, op: 'clsact-delete' },
      { op: 'tx-queue', ns, name, packets },
    ]
  }
  if (operation.op === 'gso-max-segs')
    return [{ ...operation, segments: linkOf(namespaces, operation.ns, operation.name).gsoMaxSegments }]
  throw new Error(`nobody knows how to take back ${operation.op}`)
}

const adminState = (namespaces: Namespaces, name: string): Operation => ({
  op: linkOf(namespaces, WIRE, name).adminUp ? 'up' : 'down',
  ns: WIRE,
  name,
})

const hasPlace = (namespaces: Namespaces, ns: string, name: string): boolean =>
  filterPlace(namespaces, ns, interfacesOf(namespaces).index(ns, name)) !== null
