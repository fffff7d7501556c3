// Evaluates the user's program beside Backhoe, in a thread that can be ended; only data leaves it.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { createJiti } from 'jiti'
import type { Lab } from '../model/lab.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'
import { buildPlan } from '../plan/plan.ts'
import { isSaid, shown } from './findings.ts'
import { fromHere, placeOf } from './place.ts'
import type { LabAnswer, LabTask } from './protocol.ts'
import { isSite } from './read.ts'

async function answer(task: LabTask): Promise<LabAnswer> {
  try {
    const exported = await evaluate(task)
    if (task.plan === null) return { answer: 'topology', topology: topologyOf(exported, task) }
    return { answer: 'plan', ...buildPlan(labOf(exported, task), task.name, task.plan) }
  } catch (error) {
    return { answer: 'problems', problems: problemsOf(error, task) }
  }
}

/** The module of the lab; what it imports from `backhoe-lab` is the Backhoe that is running. */
async function evaluate(task: LabTask): Promise<unknown> {
  const virtualModules: Record<string, unknown> = {}
  for (const [name, url] of Object.entries(task.modules)) virtualModules[name] = await import(url)
  const jiti = createJiti(task.file, { fsCache: false, interopDefault: false, virtualModules })
  return jiti.import(task.file)
}

function labOf(module: unknown, task: LabTask): Lab {
  const exported = defaultOf(module, task)
  if (isLab(exported)) return exported
  return fail({
    code: 'not-a-lab',
    what: `the default export is ${isSite(exported) ? 'a topology' : shown(exported)}`,
    where: fromHere(task.file),
    allowed: 'export default defineLab({ topology, traffic, experiments })',
  })
}

function topologyOf(module: unknown, task: LabTask): Topology {
  const exported = defaultOf(module, task)
  if (isLab(exported) || isSite(exported)) return exported.topology
  return fail({
    code: 'not-a-topology',
    what: `the default export is ${shown(exported)}`,
    where: fromHere(task.file),
    allowed: 'export default defineLab({ … }), or what a generator returned',
  })
}

function defaultOf(module: unknown, task: LabTask): unknown {
  if (isSaid(module) && module.default !== undefined) return module.default
  const named = isSaid(module) ? Object.keys(module) : []
  return fail({
    code: 'no-lab-exported',
    what: named.length === 0 ? 'the file exports nothing' : `the file exports ${named.join(', ')} but no default`,
    where: fromHere(task.file),
    allowed: 'export default defineLab({ topology, traffic, experiments })',
  })
}

const isLab = (value: unknown): value is Lab =>
  isSite(value) && 'experiments' in value && Array.isArray(value.experiments)

function problemsOf(error: unknown, task: LabTask): readonly Problem[] {
  if (error instanceof BackhoeError)
    return error.problems.map((problem) => ({ where: placeOf(error, task.file, task.ours), ...problem }))
  const syntax = syntaxProblem(error, task)
  if (syntax !== null) return [syntax]
  const what = error instanceof Error ? `${error.name}: ${error.message}` : shown(error)
  return [{ code: 'lab-throws', what: `the lab threw ${what}`, where: placeOf(error, task.file, task.ours) }]
}

/** Babel says `SyntaxError: Unexpected token, expected "," (/path/x.lab.ts:8:4)`, or the place alone as `(8:4)`. */
function syntaxProblem(error: unknown, task: LabTask): Problem | null {
  if (!(error instanceof Error) || !/SyntaxError|ParseError/.test(`${error.name} ${error.message}`)) return null
  const [first = ''] = error.message.split('\n')
  const place = /\(?(?:(\/[^():]*):\s*)?\(?(\d+):(\d+)\)?/.exec(first)
  if (place?.[2] === undefined || place[3] === undefined) return null
  const file = place[1] ?? task.file
  const text = readFileSync(file, 'utf8').split('\n')[Number(place[2]) - 1] ?? ''
  const what = first
    .replace(place[0], '')
    .replace(file, '')
    .replace(/^[\s:]*(SyntaxError|ParseError)?[\s:]*/, '')
    .trim()
  return {
    code: 'lab-syntax',
    what,
    where: `${fromHere(file)}:${place[2]}`,
    caret: { text, column: Number(place[3]), length: 1 },
  }
}

parentPort?.postMessage(await answer(workerData as LabTask))
