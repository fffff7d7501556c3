// Evaluates the user's program beside Backhoe, in a thread that can be ended; only data leaves it.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { createJiti } from 'jiti'
import { handles } from '../compose/handles.ts'
import { placesOfTargets, type Lab } from '../model/lab.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { shown } from '../words/shown.ts'
import { isSite } from '../words/site.ts'
import type { Topology } from '../model/topology.ts'
import { buildPlan } from '../plan/plan.ts'
import { isRecord } from '../model/record.ts'
import { isLab } from './is-lab.ts'
import { isDefect, placeOf } from './place.ts'
import { transformWithPositions } from './positions.ts'
import { planFault } from './live-fault.ts'
import { namesOf } from './names-of-site.ts'
import type { LabAnswer, LabProgress, LabQuestion, LabTask } from './protocol.ts'
import { siteOf } from './site-of.ts'
import { fromWorkingDirectory } from '../words/callsite.ts'

async function answer(task: LabTask): Promise<LabAnswer> {
  try {
    const exported = await evaluate(task)
    if (task.plan === null) return { answer: 'topology', topology: topologyOf(exported, task) }
    const lab = labOf(exported, task)
    if (task.plan === 'stays') return await stay(lab, task)
    return { answer: 'plan', ...buildPlan(lab, task.name, task.plan), places: placesOfTargets(lab) }
  } catch (error) {
    return answerTo(error, task)
  }
}

/** Answers questions from now on, one after the other. */
async function stay(lab: Lab, task: LabTask): Promise<LabAnswer> {
  const named = namesOf(siteOf(lab))
  const chaos = (await import(task.modules['backhoe-lab/chaos'] ?? '')) as Record<string, unknown>
  const { name } = task
  parentPort?.on('message', (question: LabQuestion) => {
    const { id, options } = question
    let reply: LabAnswer
    try {
      reply =
        question.ask === 'plan'
          ? { answer: 'plan', ...buildPlan({ ...lab, experiments: [] }, name, options), places: {} }
          : { answer: 'fault', experiment: planFault(lab, named, chaos, question.fault, { ...options, name }) }
    } catch (error) {
      // What was wrong with the question stands nowhere in the lab.
      const { problems, exitCode } = error instanceof BackhoeError ? error : { problems: null, exitCode: 70 as const }
      reply = problems === null ? answerTo(error, task) : { answer: 'problems', problems, exitCode }
    }
    parentPort?.postMessage({ id, ...reply })
  })
  return { answer: 'names', names: [...named.keys()] }
}

/** The module of the lab; what it imports from `backhoe-lab` is the Backhoe that is running. */
async function evaluate(task: LabTask): Promise<unknown> {
  const virtualModules: Record<string, unknown> = {}
  for (const [name, url] of Object.entries(task.modules))
    virtualModules[name] = ownModule(name, (await import(url)) as object)
  const options = { fsCache: false, interopDefault: false, sourceMaps: true, virtualModules }
  const jiti = createJiti(task.file, { ...options, transform: transformWithPositions(task.file, options) })
  tell({ progress: 'lab begins' })
  const exported = await jiti.import(task.file)
  tell({ progress: 'lab ends' })
  return exported
}

/** An import that it has not throws with the nearest name; jiti asks every module for the two that are added. */
function ownModule(name: string, exported: object): object {
  const module = Object.defineProperties(
    { ...exported },
    { __esModule: { value: true }, default: { value: undefined } },
  )
  return handles(name, module)
}

function labOf(module: unknown, task: LabTask): Lab {
  const exported = defaultOf(module, task)
  if (isLab(exported)) return exported
  return fail({
    code: 'not-a-lab',
    what: `the default export is ${isSite(exported) ? 'a topology' : shown(exported)}`,
    where: fromWorkingDirectory(task.file),
    allowed: 'export default defineLab({ topology, traffic, experiments })',
  })
}

function topologyOf(module: unknown, task: LabTask): Topology {
  const exported = defaultOf(module, task)
  if (isLab(exported) || isSite(exported)) return exported.topology
  return fail({
    code: 'not-a-topology',
    what: `the default export is ${shown(exported)}`,
    where: fromWorkingDirectory(task.file),
    allowed: 'export default defineLab({ … }), or what a generator returned',
  })
}

function defaultOf(module: unknown, task: LabTask): unknown {
  if (isRecord(module) && module.default !== undefined) return module.default
  const named = isRecord(module) ? Object.keys(module) : []
  return fail({
    code: 'no-lab-exported',
    what: named.length === 0 ? 'the file exports nothing' : `the file exports ${named.join(', ')} but no default`,
    where: fromWorkingDirectory(task.file),
    allowed: 'export default defineLab({ topology, traffic, experiments })',
  })
}

function answerTo(error: unknown, task: LabTask): LabAnswer {
  const where = placeOf(error, task.file, task.ours)
  const problems = (...all: readonly Problem[]): LabAnswer => ({ answer: 'problems', problems: all, exitCode: 64 })
  if (error instanceof BackhoeError) {
    const { exitCode } = error
    return { answer: 'problems', problems: error.problems.map((problem) => ({ where, ...problem })), exitCode }
  }
  if (!(error instanceof Error)) return problems({ code: 'lab-throws', what: `the lab threw ${shown(error)}`, where })
  const unreadable = syntaxProblem(error.message) ?? importProblem(error.message, task)
  if (unreadable !== null) return problems(unreadable)
  if (isDefect(error, task.ours)) return { answer: 'defect', stack: error.stack ?? error.message }
  return problems({ code: 'lab-throws', what: `the lab threw ${error.name}: ${error.message}`, where })
}

/** jiti says `ParseError: Unexpected token, expected ","` and, on the next line, ` /path/x.lab.ts:4:2`. */
function syntaxProblem(message: string): Problem | null {
  const said = /^(?:ParseError|SyntaxError):\s*(.*?)\s*\n?\s*(\/[^\n]*):(\d+):(\d+)/s.exec(message)
  if (said === null) return null
  const [what = '', file = '', line = '', column = ''] = said.slice(1)
  const text = readFileSync(file, 'utf8').split('\n')[Number(line) - 1] ?? ''
  return {
    code: 'lab-syntax',
    what,
    where: `${fromWorkingDirectory(file)}:${line}:${Number(column) + 1}`,
    caret: { text, column: Number(column), length: 1 },
  }
}

function importProblem(message: string, task: LabTask): Problem | null {
  const name = /^Cannot find (?:module|package) '([^']*)'/.exec(message)?.[1]
  if (name === undefined) return null
  const importer = /^- (\/.*)$/m.exec(message)?.[1] ?? task.file
  const text = readFileSync(importer, 'utf8')
  const at = Math.max(text.indexOf(`'${name}'`), text.indexOf(`"${name}"`))
  const before = text.slice(0, Math.max(0, at)).split('\n')
  const where = `${fromWorkingDirectory(importer)}${at < 0 ? '' : `:${before.length}:${(before.at(-1) ?? '').length + 1}`}`
  return {
    code: 'lab-import',
    what: `the lab imports ${name}, which is not there`,
    where,
    allowed: `${Object.keys(task.modules).join(', ')}, its own files, installed packages`,
  }
}

const tell = (message: LabAnswer | LabProgress): void => parentPort?.postMessage(message)

tell(await answer(workerData as LabTask))
