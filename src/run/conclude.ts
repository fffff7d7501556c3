import { readJournal } from '../journal/read.ts'
import { writeReport } from '../report/files.ts'
import type { RunMeta } from '../report/meta.ts'
import type { KeptLab, RunResult } from '../report/run-event.ts'
import { summarize } from '../report/summarize.ts'
import type { RunFolder } from './folder.ts'
import type { KernelFacts } from '../model/job.ts'
import { copyNodes } from './nodes.ts'
import type { PreparedRun } from './prepare.ts'
import { repeatFlags } from './repeat.ts'
import type { Trial } from './trial-list.ts'

export interface RunRecord {
  readonly folder: RunFolder
  readonly facts: KernelFacts
  /** Of all that a seed's meaning depends on. */
  readonly identity: string
  /** All that were to be run, in the journal's order. */
  readonly trials: readonly Trial[]
  /** Of those that ended, by their id. */
  readonly journals: ReadonlyMap<string, string>
  readonly wallMs: number
  /** What ended the run before all trials had ended; null: nothing, or its signal. */
  readonly failure: RunResult['failure']
  readonly kept: KeptLab | null
}

/** Merges the trials' journals in their order, whatever the order in which they ended, and writes what follows from them. */
export async function concludeRun({ request, file, plan, chosen }: PreparedRun, record: RunRecord): Promise<RunResult> {
  const { folder, facts, identity, trials, journals, wallMs, failure, kept } = record
  const text = trials.map(({ id }) => journals.get(id) ?? '').join('')
  const events = text === '' ? [] : readJournal(text, 'journal.ndjson')
  const flags = [...repeatFlags(request, chosen.kernel)]
  const meta: RunMeta = {
    schema: 1,
    file,
    runtime: plan.runtime.kind,
    kernel: facts.name,
    hz: facts.hz,
    virtualTime: facts.virtualTime,
    seed: request.seed,
    identity,
    versions: facts.versions,
    wallMs,
    ...(flags.length === 0 ? {} : { flags }),
    status: failure !== null ? 'failed' : journals.size < trials.length ? 'interrupted' : 'completed',
  }
  const summary = summarize(plan, events, meta)
  folder.write('journal.ndjson', text)
  folder.write('meta.json', `${JSON.stringify(meta, null, 2)}\n`)
  const result = { status: meta.status, folder: folder.path, plan, journal: events, summary, failure, kept }
  await writeReport(result, folder.path)
  copyNodes(folder, trials)
  folder.dropIfEmpty('trials')
  folder.markLatest()
  return result
}
