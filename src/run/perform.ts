/*
 * The room of runs: one run of one lab, from the choice of a kernel to the run's folder.
 * It owns seeds, the list of trials, the pool of guests, progress, interruption, and cleaning up.
 * It never measures or judges by itself, and it prints nothing: it emits events (`src/report/run-event.ts`).
 * Begin here: `api.ts` is what programs and the command call. `prepare.ts` reads the lab, plans it and chooses a kernel; `performRun`,
 * below, runs the trials, each in a guest of its own (`guest.ts`, `pool.ts`); `conclude.ts` merges the journals and writes the reports.
 * `machine-lab.ts` is a lab of this machine's own containers, `folder.ts` the folder of the run.
 */
import { readJournal } from '../journal/read.ts'
import { splitTrials } from '../journal/trials.ts'
import { measureTrial } from '../measure/trial.ts'
import { identityOf } from '../kernel/identity.ts'
import { agentFolder } from '../kernel/place.ts'
import { BackhoeError, type Problem } from '../model/problem.ts'
import type { RunEvent, RunResult, RunTrial } from '../report/run-event.ts'
import { concludeRun } from './conclude.ts'
import { allowedCpus } from './cpus.ts'
import { RunFolder } from './folder.ts'
import { memoryMb, runTrial } from './guest.ts'
import { kernelFacts } from './kernel-facts.ts'
import { openLog } from './log.ts'
import { LiveVerdicts } from './live-verdicts.ts'
import { MachineLab } from './machine-lab.ts'
import { pooled } from './pool.ts'
import type { PreparedRun } from './prepare.ts'
import { takesPart } from './takes-part.ts'
import { sealJournal, type GuestFailure } from './trial-journal.ts'
import { listTrials, type Trial } from './trial-list.ts'

/**
 * Runs all trials, each in a guest of its own, as many at once as there are CPUs; leaves the run's folder.
 * Aborted, it stops the guests and concludes from the trials that had ended.
 * @throws BackhoeError 64 or 70 where the folder cannot be written, 69 where no guest can boot
 */
export async function performRun(
  prepared: PreparedRun,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
  cpus: readonly number[] = allowedCpus(),
): Promise<RunResult> {
  const startedMs = performance.now()
  const { request, file, plan, warnings, places, chosen, unable, tools } = prepared
  const facts = kernelFacts(chosen.kernel)
  const trials = listTrials(plan, request)
  const folder = RunFolder.create(request.out, plan.lab, new Date())
  const log = openLog(folder.path)
  folder.write('plan.json', `${JSON.stringify(plan, null, 2)}\n`)
  log.info({ lab: file, seed: request.seed, kernel: facts, trials: trials.length, cpus }, 'run started')
  const { because, advice } = chosen
  const guests = Math.min(cpus.length, trials.length)
  emit({
    kind: 'run-started',
    lab: plan.lab,
    plan,
    warnings,
    kernel: facts,
    because,
    advice,
    seed: request.seed,
    trials: trials.map(nameOf),
    guests,
    folder: folder.path,
  })

  // A few hundred megabytes, read while the lab comes up; whether that failed is asked when it is over.
  const identity = identityOf(chosen.kernel, agentFolder(), memoryMb(plan), takesPart(tools, request.pcap))
  const identified = Promise.allSettled([identity])

  const journals = new Map<string, string>()
  const verdicts = new LiveVerdicts(plan, trials, places)
  const ended = (trial: Trial, journal: string, failure: GuestFailure | null): void => {
    journals.set(trial.id, journal)
    const [events = []] = splitTrials(readJournal(journal, `${trial.id}/journal.ndjson`))
    const measure = measureTrial(events, plan)
    emit({ kind: 'trial-ended', trial: nameOf(trial), failure, measure, labNs: events.at(-1)?.t ?? 0 })
    for (const verdict of verdicts.add(trial, measure)) emit(verdict)
  }
  for (const trial of trials) {
    const lacks = unable.get(trial.experiment)
    if (lacks === undefined) continue
    const failure = together(lacks)
    ended(trial, sealJournal([], trial, facts, failure), failure)
  }

  const able = trials.filter(({ experiment }) => !unable.has(experiment))
  const lab = await machineLab(prepared, folder, emit, signal)
  // Nothing runs beside a measurement in real time.
  if (!facts.virtualTime) await identified
  const failed = await pooled(able, lab === null ? cpus : cpus.slice(0, 1), signal, async (each, cpu, stop) => {
    const { id } = each
    const trial = lab === null ? each : onMachine(each, lab)
    log.info({ trial: id, seed: trial.input.seed, cpu }, 'trial started')
    const name = nameOf(trial)
    emit({ kind: 'trial-started', trial: name })
    const deploying = (text: string): void => {
      emit({ kind: 'lab-deploying', text })
    }
    const outcome = await runTrial(trial, {
      folder,
      kernel: chosen.kernel,
      facts,
      tools: tools?.tools ?? null,
      isolation: lab === null ? 'lab' : 'machine',
      cpu,
      signal: stop,
      beat: (labNs) => {
        emit({ kind: 'beat', trial: name, labNs })
      },
      seen: (state) => {
        emit({ kind: 'state-seen', trial: name, state })
      },
      // Each brings up the same: the first one's progress is told.
      deploying: each === able[0] ? deploying : null,
      heal: async () => {
        await lab?.heal()
      },
    })
    log.info(
      {
        trial: id,
        failure: outcome?.failure,
        guest: outcome?.guest.status ?? 'stopped',
        wallMs: outcome?.guest.wallMs,
      },
      'trial ended',
    )
    if (outcome !== null) ended(trial, outcome.journal, outcome.failure)
  }).then(() => null, failing)
  const unclean = lab === null ? null : await lab.close().then(() => null, failing)
  const failure = unclean ?? failed
  if (failure !== null && journals.size === 0) throw failure.error

  const wallMs = Math.round(performance.now() - startedMs)
  const kept = lab?.kept ?? null
  const record = { folder, facts, identity: await identity, trials, journals, wallMs, failure, kept }
  const result = await concludeRun(prepared, record)
  log.info({ counts: result.summary.counts, status: result.status, wallMs }, 'run ended')
  for (const verdict of verdicts.rest()) emit(verdict)
  emit({ kind: 'run-ended', report: result })
  return result
}

/** null: each trial brings its own lab up, or nobody wants one any more. */
async function machineLab(
  prepared: PreparedRun,
  folder: RunFolder,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<MachineLab | null> {
  const { tools, request, chosen } = prepared
  const { runtime } = prepared.plan
  if (runtime.kind === 'netns' || tools === null || chosen.kernel.flavour !== 'host') return null
  const say = (text: string): void => {
    emit({ kind: 'lab-deploying', text })
  }
  try {
    return await MachineLab.open(runtime, {
      containerlab: tools.tools.containerlab,
      keep: request.keep,
      folder,
      say,
      signal,
    })
  } catch (error) {
    // A run that was refused has not begun.
    if (error instanceof BackhoeError && error.exitCode === 69) folder.drop()
    throw error
  }
}

/** The trial without what its guest is given. */
const nameOf = ({ id, experiment, name, index, seed }: Trial): RunTrial => ({ id, experiment, name, index, seed })

const failing = (error: unknown): { readonly error: unknown } => ({ error })

/** The trial as its agent is told it: the lab is there. */
const onMachine = (trial: Trial, lab: MachineLab): Trial => ({
  ...trial,
  input: { ...trial.input, plan: { ...trial.input.plan, runtime: lab.plan } },
})

const together = (lacks: readonly Problem[]): { code: string; what: string; next: string } => ({
  code: 'missing-capability',
  what: lacks.map(({ what }) => what).join('; '),
  next: [...new Set(lacks.map(({ next = 'backhoe doctor' }) => next))].join('; '),
})
