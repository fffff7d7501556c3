import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Executor } from '../inject/executor.ts'
import { interfacesOf } from '../inject/interfaces.ts'
import { Panel } from '../inject/panel.ts'
import { Namespaces } from '../linux/netns.ts'
import { takeBack } from '../inject/undo.ts'
import { readJson } from '../journal/read-json.ts'
import { WIRE } from '../model/operation.ts'
import { BackhoeError, throwProblems, type Problem } from '../model/problem.ts'
import { UNDO_FILE, type Undo } from '../model/undo.ts'
import { isAlive, revive } from './revive.ts'
import { undoSchema } from './undo-schema.ts'
import { endWorkers } from './workers.ts'

/** Everything that the trials of a run have left to be undone, by its file. */
export function undone(run: string): readonly string[] {
  const trials = join(run, 'trials')
  if (!existsSync(trials)) return []
  return readdirSync(trials)
    .map((trial) => join(trials, trial, UNDO_FILE))
    .filter((file) => existsSync(file))
}

/**
 * Ends what still works for the run, and takes back what its trials have done. Nodes that are gone need nothing.
 * @throws BackhoeError (70) `undo-failed`, `undo-unreadable`: the files of those trials stay
 */
export async function heal(run: string): Promise<void> {
  await endWorkers(run)
  const problems: Problem[] = []
  for (const file of undone(run)) {
    try {
      await undo(readJson(readFileSync(file, 'utf8'), file, undoSchema, UNREADABLE, 70), file)
      rmSync(file, { force: true })
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      problems.push(...error.problems)
    }
  }
  throwProblems(problems, 70)
}

const UNREADABLE = {
  code: 'undo-unreadable',
  what: 'what a trial has left cannot be read, and is not taken back',
  next: 'undo it by hand (cut cables, tc filters and qdiscs of the lab), then remove that file and run backhoe clean',
}

async function undo(list: Undo, file: string): Promise<void> {
  const { ends, operations } = list
  const nodes = await revive(list)
  const namespaces = new Namespaces()
  namespaces.adopt(WIRE, 'home')
  const interfaces = interfacesOf(namespaces)
  for (const [name, index] of Object.entries(ends)) interfaces.learn(WIRE, name, index)
  for (const [node, one] of Object.entries(nodes)) if (isAlive(one)) namespaces.adopt(node, one.pid)
  const there = new Set(namespaces.names())
  const cables = Math.max(0, ...Object.keys(ends).map((name) => Number(name.slice(1, -1)) + 1))
  const panel = new Panel(namespaces, { length: cables })
  const executor = new Executor(namespaces, panel, '/')
  const left = operations.filter((one) => one.op !== 'power' && (!('ns' in one) || there.has(one.ns)))
  takeBack(executor, namespaces, left, file)
}
