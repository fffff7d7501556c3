import { serializeEvent } from '../journal/serialize.ts'
import { splitTrials, startOf } from '../journal/trials.ts'
import type { JournalEvent } from '../model/journal.ts'
import { fail } from '../model/problem.ts'
import type { RecordedRun } from './folder.ts'
import type { RunMeta } from './meta.ts'

/**
 * Shards of one lab as one run: the trials of all, in order. Controls that every shard ran count once.
 * Throws BackhoeError (64) where they are not of one plan, seed and kernel, or where two tell one trial differently.
 */
export function mergeRuns(runs: readonly [RecordedRun, ...RecordedRun[]]): RecordedRun {
  const [first, ...rest] = runs
  for (const run of rest) checkAlike(first, run)
  const trials = new Map<string, JournalEvent[]>()
  for (const run of runs) for (const trial of splitTrials(run.events)) addTrial(trials, trial, run)
  const order = [...trials.values()].sort((a, b) => rank(a) - rank(b))
  const meta: RunMeta = {
    ...first.meta,
    wallMs: runs.reduce((all, run) => all + run.meta.wallMs, 0),
    status: worstStatus(runs.map((run) => run.meta.status)),
  }
  return { ...first, events: order.flat(), meta }
}

function checkAlike(a: RecordedRun, b: RecordedRun): void {
  const differences = [
    ...(a.planHash === b.planHash ? [] : ['plan']),
    ...(['seed', 'kernel', 'hz', 'identity', 'runtime'] as const).filter((key) => a.meta[key] !== b.meta[key]),
  ]
  if (differences.length === 0) return
  const what = `${a.folder} and ${b.folder} are not shards of one run: they differ in ${differences.join(', ')}`
  const allowed = 'runs of one lab with the same plan, seed, kernel and agent'
  fail({ code: 'shards-differ', what, allowed, next: `report each alone: backhoe report ${b.folder}` })
}

const keyOf = (trial: readonly JournalEvent[]): string => {
  const { experiment, trial: index } = startOf(trial)
  return `${String(experiment)}/${String(index)}`
}

function addTrial(trials: Map<string, JournalEvent[]>, trial: JournalEvent[], run: RecordedRun): void {
  const key = keyOf(trial)
  const other = trials.get(key)
  if (other === undefined) trials.set(key, trial)
  else if (startOf(trial).trial !== null && textOf(other) !== textOf(trial)) {
    const what = `trial ${String(startOf(trial).trial)} is in ${run.folder} and in another run, and they differ`
    fail({ code: 'shards-overlap', what, allowed: 'each trial in one run', next: `leave ${run.folder} out` })
  }
}

const textOf = (trial: readonly JournalEvent[]): string => trial.map(serializeEvent).join('\n')

/** By experiment, the control first, then by trial. */
function rank(trial: readonly JournalEvent[]): number {
  const { experiment, trial: index } = startOf(trial)
  return experiment * 1e6 + (index ?? -1)
}

const STATUSES = ['completed', 'interrupted', 'failed'] as const

const worstStatus = (statuses: readonly RunMeta['status'][]): RunMeta['status'] =>
  STATUSES.findLast((status) => statuses.includes(status)) ?? 'completed'
