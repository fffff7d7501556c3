import type { JournalBody, JournalEvent } from '../model/journal.ts'
import type { KernelFacts } from './kernel-facts.ts'
import type { Trial } from './trial-list.ts'

/** How a guest failed, where it did: as its journal's last words. */
export interface GuestFailure {
  readonly code: string
  readonly what: string
  readonly next?: string
}

/**
 * A trial's journal as it goes into the run's: it begins with `start`, counts the experiment in this run's plan
 * and ends with `end`, however its guest ended. A last line that a dying guest tore is dropped.
 */
export function sealJournal(text: string, trial: Trial, kernel: KernelFacts, failure: GuestFailure | null): string {
  const events = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JournalEvent)
  const first = events[0]
  const start: JournalEvent =
    first?.ev === 'start' ? { ...first, experiment: trial.experiment } : missingStart(trial, kernel)
  const rest = first?.ev === 'start' ? events.slice(1) : events
  const t = rest.at(-1)?.t ?? start.t
  const ended = rest.at(-1)?.ev === 'end'
  const last: JournalBody[] = []
  if (failure !== null && !ended) last.push({ ev: 'error', ...failure })
  if (!ended) last.push({ ev: 'end', status: 'failed' })
  return [start, ...rest, ...last.map((body) => ({ t, ...body }))].map((event) => `${JSON.stringify(event)}\n`).join('')
}

const missingStart = ({ experiment, index, input }: Trial, kernel: KernelFacts): JournalEvent => ({
  t: 0,
  ev: 'start',
  experiment,
  trial: index,
  seed: input.seed,
  phase: input.phase,
  kernel: kernel.name,
  hz: kernel.hz,
  virtualTime: kernel.virtualTime,
  versions: kernel.versions,
})
