import { CallSite } from '../words/callsite.ts'
import type { Lab } from '../model/lab.ts'
import { isRecord } from '../model/record.ts'
import type { RunEvent, RunReport, RunResult } from '../report/run-event.ts'
import { EventQueue } from './event-queue.ts'
import type { Planned } from './fit.ts'
import type { PlanChoice, RunOptions } from './options.ts'
import type { PreparedRun } from './prepare.ts'

// What does the work is loaded when it is called: every lab imports this file, and only describes.

/**
 * A run that goes on by itself. Its events can be read in one loop, each of them once; `result` comes when everything has ended and nothing
 * of the lab is left.
 *
 * The run never waits for its reader. What is not read yet waits: of each trial's beats only the latest, and of beats and states 10,000
 * at most, beyond which `events-skipped` stands for them. A loop that is left, or never begun, does not end the run: its signal does.
 */
export interface Run extends AsyncIterable<RunEvent> {
  /** Rejects where `prepare` would, where the folder cannot be written (64, 70) and where no guest can boot (69). */
  readonly result: Promise<RunResult>
}

/**
 * Reads the lab, plans it and chooses a kernel. Whatever can be refused is refused here: nothing has been started or written yet.
 * `lab`: what `defineLab` returned, the path of a lab's file, or the name of one in `labs/`.
 * @throws BackhoeError with all problems at once: 64 where the lab or an option is wrong, 69 where no kernel here can run any of it
 */
export async function prepare(lab: string | Lab, options: RunOptions = {}): Promise<PreparedRun> {
  const site = new CallSite()
  const { prepareRun } = await import('./prepare.ts')
  return prepareRun(lab, options, site)
}

/**
 * Builds the lab in guests of its own, breaks it, measures what was lost and judges that against its targets, in trials as many at once
 * as there are CPUs. Leaves a folder with plan, journal, summary and JUnit below `out`.
 *
 * ```ts
 * const trials = run('labs/gateway-pair.lab.ts', { trials: 5, signal: AbortSignal.timeout(600_000) })
 * for await (const event of trials) if (event.kind === 'verdict') console.log(event.name, event.target.text, event.target.verdict)
 * const { status, summary } = await trials.result
 * ```
 *
 * `lab`: as of `prepare`, or what `prepare` returned: then no option but `signal` is left. The loop throws what `result` rejects with.
 */
export function run(lab: PreparedRun, options?: Pick<RunOptions, 'signal'>): Run
export function run(lab: string | Lab, options?: RunOptions): Run
export function run(lab: string | Lab | PreparedRun, options: RunOptions = {}): Run {
  const site = new CallSite()
  const queue = new EventQueue()
  const perform = async (): Promise<RunResult> => {
    const [{ prepareRun }, { performRun }, { readSignal }] = await Promise.all([
      import('./prepare.ts'),
      import('./perform.ts'),
      import('./options.ts'),
    ])
    const given = isPrepared(lab) ? readSignal(options, site) : null
    const prepared = isPrepared(lab) ? lab : await prepareRun(lab, options, site)
    const signal = given ?? prepared.request.signal ?? new AbortController().signal
    return performRun(prepared, queue.push, signal)
  }
  const result = perform()
  result.then(
    () => {
      queue.end()
    },
    (error: unknown) => {
      queue.end({ error })
    },
  )
  return { result, [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator]() }
}

const isPrepared = (lab: string | Lab | PreparedRun): lab is PreparedRun =>
  isRecord(lab) && 'request' in lab && 'chosen' in lab

/**
 * Everything that a run would do, and what is worth saying before it. Needs no kernel; nothing is changed.
 * `lab`: as of `prepare`.
 * @throws BackhoeError (64) with all problems at once
 */
export async function plan(lab: string | Lab, options: PlanChoice = {}): Promise<Planned> {
  const site = new CallSite()
  const [{ sourceOf }, { readPlanChoice }] = await Promise.all([import('./prepare.ts'), import('./options.ts')])
  const choice = readPlanChoice(options, site)
  return sourceOf(lab, choice.name, site).plan(choice.plan)
}

/**
 * The report of a run that is over, made again from the plan and the journal in its folder. Several folders are shards of one lab, and are
 * merged. Nothing is written.
 * @throws BackhoeError (64) where one of them is not the folder of a run, or where they are not of one run
 */
export async function report(...folders: readonly [string, ...string[]]): Promise<RunReport> {
  const site = new CallSite()
  const [{ reportOf }, { readFolders }] = await Promise.all([import('../report/report.ts'), import('./options.ts')])
  return reportOf(readFolders(folders, site))
}
