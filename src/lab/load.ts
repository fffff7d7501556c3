import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { WorkerOptions } from 'node:worker_threads'
import type { TargetPlaces } from '../model/lab.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'
import type { PlanOptions } from '../plan/plan.ts'
import { findLab, labName } from './find.ts'
import { isDefect } from './place.ts'
import type { LabAnswer, LabProgress, LabTask } from './protocol.ts'
import { fromWorkingDirectory } from '../words/callsite.ts'

export interface LoadOptions {
  /** How much of the processor's time the lab may take to evaluate. Default 10 s. */
  readonly limitMs?: number
}

/**
 * The plan of a lab named as a path or by its name, and what is worth saying before it runs.
 * The lab is evaluated in a thread of its own with a time limit. Throws a BackhoeError with all of its problems.
 */
export async function loadPlan(
  lab: string,
  options: PlanOptions & LoadOptions,
): Promise<{ plan: Plan; warnings: readonly Problem[]; places: TargetPlaces }> {
  const { limitMs, ...plan } = options
  const answer = await evaluate(lab, plan, limitMs)
  if (answer.answer !== 'plan') return unanswered(lab)
  return { plan: answer.plan, warnings: answer.warnings, places: answer.places }
}

/** The topology alone, of a lab or of a file whose default export is what a generator returned. */
export async function loadTopology(lab: string, options: LoadOptions = {}): Promise<Topology> {
  const answer = await evaluate(lab, null, options.limitMs)
  return answer.answer === 'topology' ? answer.topology : unanswered(lab)
}

const unanswered = (lab: string): never =>
  fail({ code: 'backhoe-failed', what: `the worker answered another question about ${lab}` }, 70)

async function evaluate(lab: string, plan: LabTask['plan'], limitMs = 10_000): Promise<LabAnswer> {
  const { worker, answer } = await begin(lab, plan, limitMs)
  await worker.terminate()
  return answer
}

/** The lab's thread, which goes on, and its first answer. */
export async function begin(
  lab: string,
  plan: LabTask['plan'],
  limitMs = 10_000,
): Promise<{ readonly worker: Worker; readonly answer: Given }> {
  const file = findLab(lab)
  const task = { file, name: labName(file), modules: OWN.modules, ours: OWN.folders, plan }
  const worker = startWorker({ workerData: task, stdout: true, resourceLimits: { maxOldGenerationSizeMb: 256 } })
  try {
    const answer = await ask(worker, task, limitMs)
    if (answer.answer === 'problems')
      throw new BackhoeError(withNext(answer.problems, fromWorkingDirectory(file)), answer.exitCode)
    return { worker, answer: given(answer) }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

type Given = Exclude<LabAnswer, { readonly answer: 'problems' | 'defect' }>

/** @throws BackhoeError, or the error of our own that was thrown in the lab's thread */
export function given(answer: LabAnswer): Given {
  if (answer.answer === 'problems') throw new BackhoeError(answer.problems, answer.exitCode)
  if (answer.answer === 'defect') throw defect(answer.stack)
  return answer
}

/** The command that shows whether the corrections were enough, once, behind all problems. */
function withNext(problems: readonly Problem[], file: string): readonly Problem[] {
  const last = problems.at(-1)
  if (last === undefined || last.next !== undefined) return problems
  return [...problems.slice(0, -1), { ...last, next: `correct this, then: backhoe plan ${file}` }]
}

/** An error of our own, as it was thrown in the lab's thread. */
const defect = (stack: string): Error => Object.assign(new Error('in the lab’s thread'), { stack })

/** Resolves with the worker's one message; whatever else ends it is the lab's fault, unless our own code threw. */
function ask(worker: Worker, task: LabTask, limitMs: number): Promise<LabAnswer> {
  // What a lab prints is for people: stdout is for what a program reads.
  worker.stdout.on('data', (text: Buffer) => process.stderr.write(text))
  const where = fromWorkingDirectory(task.file)
  return new Promise<LabAnswer>((resolve, reject) => {
    const refuse = (code: string, what: string, allowed?: string): void => {
      reject(new BackhoeError([{ code, what, where, ...(allowed === undefined ? {} : { allowed }) }]))
    }
    let timer: NodeJS.Timeout | undefined
    worker.on('message', (message: LabAnswer | LabProgress) => {
      clearTimeout(timer)
      // The promise settles once: what a thread that stays answers later is for others.
      if ('answer' in message) resolve(message)
      else if (message.progress === 'lab begins') timer = endless(limitMs, tooLong)
    })
    const tooLong = (): void => {
      refuse(
        'lab-never-ends',
        `the lab did not end within ${String(limitMs / 1000)} s`,
        'a lab only describes: loops that end, no waiting',
      )
    }
    worker.once('error', (error) => {
      if (isDefect(error, task.ours)) reject(defect(error.stack ?? error.message))
      else refuse('lab-throws', `the lab ended its thread: ${error.message}`)
    })
    worker.once('exit', (code) => {
      clearTimeout(timer)
      refuse(
        'lab-ends-early',
        `the lab ended (exit code ${String(code)}) before it had described anything`,
        'no process.exit, no waiting for what never comes',
      )
    })
  })
}

const LOOKS = 20
/** A lab that only waits uses no processor. */
const WALL_PER_CPU = 6

/** What counts is the processor's time, so that no lab is called endless for the machine's being busy. */
function endless(limitMs: number, tooLong: () => void): NodeJS.Timeout {
  const before = process.cpuUsage()
  let left = WALL_PER_CPU * LOOKS
  return setInterval(() => {
    left -= 1
    if (process.cpuUsage(before).user >= limitMs * 1000 || left <= 0) tooLong()
  }, limitMs / LOOKS)
}

const source = import.meta.url.endsWith('.ts')

/** Where the running Backhoe's own modules lie: beside this file's source, or in the folder of its bundle. */
const OWN = ((): { modules: Record<string, string>; folders: string[]; worker: URL } => {
  const at = (path: string): URL => new URL(path, import.meta.url)
  const [index, topologies, chaos] = source
    ? [at('../index.ts'), at('../../topologies/index.ts'), at('../../chaos/index.ts')]
    : [at('./index.js'), at('./topologies.js'), at('./chaos.js')]
  return {
    modules: { 'backhoe-lab': index.href, 'backhoe-lab/topologies': topologies.href, 'backhoe-lab/chaos': chaos.href },
    folders: (source ? [at('../'), at('../../topologies/'), at('../../chaos/')] : [at('./')]).map((url) =>
      fileURLToPath(url),
    ),
    worker: source ? at('./worker.ts') : at('./lab-worker.js'),
  }
})()

/** Node 20 reads no TypeScript: from source, jiti reads the worker too. */
function startWorker(options: WorkerOptions): Worker {
  if (!source) return new Worker(OWN.worker, options)
  const jiti = pathToFileURL(createRequire(import.meta.url).resolve('jiti')).href
  const script = `import(${JSON.stringify(jiti)}).then(({ createJiti }) => createJiti(${JSON.stringify(OWN.worker.href)}).import(${JSON.stringify(OWN.worker.href)}))`
  return new Worker(script, { ...options, eval: true })
}
