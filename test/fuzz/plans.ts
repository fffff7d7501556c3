// A digest of the plan of each lab: labs/, the corpus, and the random labs from SEED on. Equal digests before and after a
// change show that it has left all that a plan says as it was: operations, files, windows, silences, waits and warnings.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createJiti } from 'jiti'
import * as chaos from '../../chaos/index.ts'
import * as backhoe from '../../src/index.ts'
import type { Lab } from '../../src/model/lab.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import * as topologies from '../../topologies/index.ts'
import { HZ, planOf } from './build.ts'
import { labNameOf } from './examine.ts'
import { labSpecOf } from './generate/lab.ts'
import { given } from './given.ts'
import type { LabSpec } from './spec.ts'

const EXAMPLE = 'SEED=100000 LABS=600 node --import jiti/register test/fuzz/plans.ts'
const seed = given('SEED', EXAMPLE) ?? 100_000
const labs = given('LABS', EXAMPLE) ?? 600

const own = { 'backhoe-lab': backhoe, 'backhoe-lab/topologies': topologies, 'backhoe-lab/chaos': chaos }
const jiti = createJiti(import.meta.filename, { virtualModules: own })
for (const file of filesOf(join(import.meta.dirname, '../../labs'), '.lab.ts')) {
  const lab = await jiti.import<Lab>(file, { default: true })
  print(basename(file), () => buildPlan(lab, basename(file), { hz: HZ }))
}

for (const file of filesOf(join(import.meta.dirname, 'corpus'), '.json')) {
  const { spec } = JSON.parse(readFileSync(file, 'utf8')) as { readonly spec: LabSpec }
  print(basename(file), () => planOf(spec))
}

for (let one = seed; one < seed + labs; one += 1) {
  const name = labNameOf(one)
  print(name, () => planOf(labSpecOf(one), name))
}

function filesOf(folder: string, suffix: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(suffix))
  return names.sort().map((name) => join(folder, name))
}

/** The plan and its warnings, or the problems of a lab that is refused. */
function print(name: string, plan: () => unknown): void {
  const text = JSON.stringify(saidOf(plan), inOrder)
  process.stdout.write(`${name} ${createHash('sha256').update(text).digest('hex')}\n`)
}

/** The order of keys says nothing. */
function inOrder(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value
}

function saidOf(plan: () => unknown): unknown {
  try {
    return plan()
  } catch (error) {
    if (error instanceof BackhoeError) return error.problems
    throw error
  }
}
