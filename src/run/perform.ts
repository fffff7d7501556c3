import { readJournal } from '../journal/read.ts'
import { splitTrials } from '../journal/trials.ts'
import { measureTrial } from '../measure/trial.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { TrialMeasure } from '../model/measure.ts'
import type { Plan } from '../model/plan.ts'
import { writeReport } from '../report/files.ts'
import type { RunMeta } from '../report/meta.ts'
import type { Summary } from '../report/schema.ts'
import { summarize } from '../report/summarize.ts'
import { allowedCpus } from './cpus.ts'
import { RunFolder } from './folder.ts'
import { runTrial } from './guest.ts'
import { openLog } from './log.ts'
import { copyNodes } from './nodes.ts'
import type { RunObserver } from './observer.ts'
import { pooled } from './pool.ts'
import type { PreparedRun } from './prepare.ts'
import type { KernelFacts } from './trial-journal.ts'
import { listTrials } from './trial-list.ts'
import { VERSION } from './version.ts'

export interface FinishedRun {
  readonly folder: string
  readonly plan: Plan
  readonly events: readonly JournalEvent[]
  readonly summary: Summary
}

/**
 * Runs all trials, each in a guest of its own, as many at once as there are CPUs; leaves the run's folder.
 * Aborted, it stops the guests and concludes from the trials that had ended.
 * @throws BackhoeError 64, 70 where the folder cannot be written, 69 where no guest can boot
 */
export async function performRun(
  { request, file, plan, chosen }: PreparedRun,
  observer: RunObserver,
  signal: AbortSignal,
  cpus: readonly number[] = allowedCpus(),
): Promise<FinishedRun> {
  const startedMs = performance.now()
  const facts = factsOf(chosen.kernel)
  const trials = listTrials(plan, request)
  const folder = RunFolder.create(request.out, plan.lab, new Date())
  const log = openLog(folder.path)
  folder.write('plan.json', `${JSON.stringify(plan, null, 2)}\n`)
  log.info({ lab: file, seed: request.seed, kernel: facts, trials: trials.length, cpus }, 'run started')
  observer.started({
    plan,
    kernel: facts,
    because: chosen.because,
    advice: chosen.advice,
    seed: request.seed,
    trials,
    guests: Math.min(cpus.length, trials.length),
  })

  const journals = new Map<string, string>()
  await pooled(trials, cpus, signal, async (trial, cpu) => {
    log.info({ trial: trial.id, seed: trial.input.seed, cpu }, 'trial started')
    observer.trialStarted(trial)
    const beat = (labNs: number): void => {
      observer.beat(trial, labNs)
    }
    const outcome = await runTrial(trial, { folder, kernel: chosen.kernel, facts, cpu, signal, beat })
    log.info(
      {
        trial: trial.id,
        failure: outcome?.failure ?? null,
        guest: outcome?.guest.status ?? 'interrupted',
        wallMs: outcome?.guest.wallMs,
      },
      'trial ended',
    )
    if (outcome === null) return
    journals.set(trial.id, outcome.journal)
    const events = readJournal(outcome.journal, `${trial.id}/journal.ndjson`)
    observer.trialEnded(trial, {
      failure: outcome.failure,
      measure: measured(events, plan),
      labNs: events.at(-1)?.t ?? 0,
    })
  })

  const text = trials.map(({ id }) => journals.get(id) ?? '').join('')
  const events = text === '' ? [] : readJournal(text, 'journal.ndjson')
  const meta: RunMeta = {
    schema: 1,
    file,
    runtime: 'netns',
    kernel: facts.name,
    hz: facts.hz,
    virtualTime: facts.virtualTime,
    seed: request.seed,
    identity: '',
    versions: facts.versions,
    wallMs: Math.round(performance.now() - startedMs),
    status: journals.size < trials.length ? 'interrupted' : 'completed',
  }
  const summary = summarize(plan, events, meta)
  folder.write('journal.ndjson', text)
  folder.write('meta.json', `${JSON.stringify(meta, null, 2)}\n`)
  writeReport(folder.path, summary)
  copyNodes(folder, trials)
  folder.markLatest()
  log.info({ counts: summary.counts, status: meta.status, wallMs: meta.wallMs }, 'run ended')
  return { folder: folder.path, plan, events, summary }
}

const measured = (events: readonly JournalEvent[], plan: Plan): TrialMeasure | null => {
  const [trial] = splitTrials(events)
  return trial === undefined ? null : measureTrial(trial, plan)
}

function factsOf(kernel: PreparedRun['chosen']['kernel']): KernelFacts {
  return {
    name: `${kernel.flavour} ${kernel.release}`,
    hz: kernel.hz,
    virtualTime: kernel.flavour === 'virtual',
    versions: { backhoe: VERSION, node: process.versions.node, linux: kernel.release },
  }
}
