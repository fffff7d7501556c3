import { startOf } from '../journal/start.ts'
import type { JournalBody, JournalEvent } from '../model/journal.ts'
import type { KernelFacts } from '../model/job.ts'
import type { Trial } from './trial-list.ts'

/** How a guest failed, where it did: as its journal's last words. */
export interface GuestFailure {
  readonly code: string
  readonly what: string
  readonly next?: string
}

/** The events of a guest's journal as far as they are whole: where it died, or its disk was full, a line may be torn. */
export function wholeEvents(text: string): JournalEvent[] {
  const events: JournalEvent[] = []
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      events.push(JSON.parse(line) as JournalEvent)
    } catch {
      break
    }
  }
  return events
}

/**
 * A trial's journal as it goes into the run's: it begins with `start`, counts the experiment in this run's plan
 * and ends with `end`, however its guest ended.
 */
export function sealJournal(
  events: readonly JournalEvent[],
  trial: Trial,
  kernel: KernelFacts,
  failure: GuestFailure | null,
): string {
  const [first, ...others] = events
  const begun = first?.ev === 'start'
  const start: JournalEvent = begun ? { ...first, experiment: trial.experiment } : missingStart(trial, kernel)
  const rest = begun ? others : events
  const t = rest.at(-1)?.t ?? start.t
  const ended = rest.at(-1)?.ev === 'end'
  const said = rest.some((event) => event.ev === 'error')
  const last: JournalBody[] = []
  if (failure !== null && !ended && !said) last.push({ ev: 'error', ...failure })
  if (!ended) last.push({ ev: 'end', status: 'failed' })
  return [start, ...rest, ...last.map((body) => ({ t, ...body }))].map((event) => `${JSON.stringify(event)}\n`).join('')
}

const missingStart = ({ experiment, index, input }: Trial, kernel: KernelFacts): JournalEvent => ({
  t: 0,
  ...startOf({ ...input, experiment, trial: index }, kernel),
})
