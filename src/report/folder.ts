import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJournal } from '../journal/read.ts'
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

const NEXT = 'name the folder of a run: backhoe report runs/latest'

/** Throws BackhoeError (64) where a file is missing or broken, with file:line. */
export function readRun(folder: string): RecordedRun {
  const planText = read(folder, 'plan.json')
  const journal = join(folder, 'journal.ndjson')
  return {
    folder,
    plan: parsePlan(planText, join(folder, 'plan.json')),
    planHash: createHash('sha256').update(planText).digest('hex'),
    events: readJournal(read(folder, 'journal.ndjson'), journal),
    meta: parseMeta(read(folder, 'meta.json'), join(folder, 'meta.json')),
  }
}

function read(folder: string, name: string): string {
  const path = join(folder, name)
  if (!existsSync(folder)) fail({ code: 'no-run', what: `there is no folder ${folder}`, next: NEXT })
  if (!existsSync(path)) {
    const allowed = 'plan.json, journal.ndjson and meta.json'
    fail({ code: 'no-run', what: `${folder} is not the folder of a run: it has no ${name}`, allowed, next: NEXT })
  }
  return readFileSync(path, 'utf8')
}

function parsePlan(text: string, where: string): Plan {
  const value = parseJson(text, where)
  const plan = value as Partial<Plan> | null
  const whole =
    plan?.schema === 1 && Array.isArray(plan.experiments) && Array.isArray(plan.flows) && Array.isArray(plan.sessions)
  if (!whole)
    fail({ code: 'bad-plan', what: 'this is not a plan of this version', where, allowed: '"schema": 1', next: NEXT })
  return value as Plan
}

function parseMeta(text: string, where: string): RunMeta {
  const result = runMetaSchema.safeParse(parseJson(text, where))
  if (result.success) return result.data
  const what = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  return fail({ code: 'bad-meta', what, where, allowed: Object.keys(runMetaSchema.shape).join(', '), next: NEXT })
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail({ code: 'not-json', what: error instanceof Error ? error.message : String(error), where, next: NEXT })
  }
}
