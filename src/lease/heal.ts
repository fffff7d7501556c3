import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Executor } from '../agent/inject/executor.ts'
import { interfacesOf } from '../agent/inject/interfaces.ts'
import { Panel } from '../agent/inject/panel.ts'
import { Namespaces } from '../agent/netns.ts'
import { takeBack } from '../agent/undo.ts'
import { WIRE, type Operation } from '../model/operation.ts'
import type { Stitch } from '../model/stitch.ts'
import { UNDO_FILE, type Undo } from '../model/undo.ts'
import { isAlive, revive } from './revive.ts'
import { endWorkers } from './workers.ts'

const undoSchema = z.object({
  schema: z.literal(1),
  nodes: z.record(z.string(), z.object({ pid: z.number(), netns: z.number(), container: z.string() })),
  ends: z.record(z.string(), z.number()),
  operations: z.array(z.custom<Operation>((value) => typeof value === 'object' && value !== null && 'op' in value)),
  stitches: z.array(z.custom<Stitch>((value) => typeof value === 'object' && value !== null && 'halves' in value)),
}) satisfies z.ZodType<Undo>

/** Everything that the trials of a run have left to be undone, by its file. */
export function undone(run: string): readonly string[] {
  const trials = join(run, 'trials')
  if (!existsSync(trials)) return []
  return readdirSync(trials)
    .map((trial) => join(trials, trial, UNDO_FILE))
    .filter((file) => existsSync(file))
}

/** Ends what still works for the run, and takes back what its trials have done. Nodes that are gone need nothing. */
export async function heal(run: string): Promise<void> {
  await endWorkers(run)
  for (const file of undone(run)) {
    await undo(undoSchema.parse(JSON.parse(readFileSync(file, 'utf8'))))
    rmSync(file, { force: true })
  }
}

async function undo(left: Undo): Promise<void> {
  const { ends, operations } = left
  const nodes = await revive(left)
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  const interfaces = interfacesOf(namespaces)
  for (const [name, index] of Object.entries(ends)) interfaces.learn(WIRE, name, index)
  for (const [node, one] of Object.entries(nodes)) if (isAlive(one)) namespaces.adopt(node, one.pid)
  const there = new Set(namespaces.names())
  const cables = Math.max(0, ...Object.keys(ends).map((name) => Number(name.slice(1, -1)) + 1))
  const panel = new Panel(namespaces, { length: cables })
  const executor = new Executor(namespaces, panel, '/')
  takeBack(
    executor,
    operations.filter((one) => one.op !== 'power' && (!('ns' in one) || there.has(one.ns))),
  )
}
