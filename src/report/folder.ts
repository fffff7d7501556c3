import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { planSchema } from '../journal/plan-schema.ts'
import { readJournal } from '../journal/read.ts'
import { readJson } from '../journal/read-json.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Plan } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { runMetaSchema } from './meta.ts'
import type { RunMeta } from './meta.ts'

/** A run's folder, read back. */
export interface RecordedRun {
  readonly folder: string
  readonly plan: Plan
  /** SHA-256 of plan.json: shards of one lab have the same. */
  readonly planHash: string
  readonly events: readonly JournalEvent[]
  readonly meta: RunMeta
}

/** What is read back of a run; all else in its folder follows from them. */
export const RUN_INPUTS = ['plan.json', 'journal.ndjson', 'meta.json'] as const

const NEXT = 'name the folder of a run: backhoe report runs/latest'

/** Throws BackhoeError (64) where a file is missing or broken, with file:line. */
export function readRun(folder: string): RecordedRun {
  const planText = read(folder, 'plan.json')
  const journalText = read(folder, 'journal.ndjson')
  const meta = readJson(read(folder, 'meta.json'), join(folder, 'meta.json'), runMetaSchema, BAD_META)
  // A run that was stopped before any trial had ended has none to tell of, and every target is unknown.
  const isUnbegun = journalText === '' && meta.status !== 'completed'
  return {
    folder,
    plan: readJson(planText, join(folder, 'plan.json'), planSchema, BAD_PLAN),
    planHash: createHash('sha256').update(planText).digest('hex'),
    events: isUnbegun ? [] : readJournal(journalText, join(folder, 'journal.ndjson')),
    meta,
  }
}

function read(folder: string, name: string): string {
  const path = join(folder, name)
  if (!existsSync(folder)) fail({ code: 'no-run', what: `there is no folder ${folder}`, next: NEXT })
  const allowed = 'plan.json, journal.ndjson and meta.json'
  if (!existsSync(path)) {
    if (isUnfinished(folder))
      fail({
        code: 'run-unfinished',
        what: `the run in ${folder} has not ended, or was killed: it has a plan, and no ${name} yet`,
        next: 'wait for its end; if it was killed: backhoe clean, and run the lab again: backhoe run LAB',
      })
    fail({ code: 'no-run', what: `${folder} is not the folder of a run: it has no ${name}`, allowed, next: NEXT })
  }
  if (!statSync(path).isFile())
    fail({ code: 'no-run', what: `${folder} is not the folder of a run: its ${name} is no file`, allowed, next: NEXT })
  return readFileSync(path, 'utf8')
}

/** A run writes its plan first, and its journal and its record at its end. */
const isUnfinished = (folder: string): boolean =>
  existsSync(join(folder, 'plan.json')) && !existsSync(join(folder, 'meta.json'))

const BAD_PLAN = {
  code: 'bad-plan',
  what: 'this is not a plan of this version',
  allowed: '"schema": 2 or 1',
  next: NEXT,
}
const BAD_META = {
  code: 'bad-meta',
  what: 'this is not a record of this version',
  allowed: Object.keys(runMetaSchema.shape).join(', '),
  next: NEXT,
}
