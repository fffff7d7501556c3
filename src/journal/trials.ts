import type { JournalEvent } from '../model/journal.ts'

export type StartEvent = Extract<JournalEvent, { ev: 'start' }>

/** The journals of the trials and controls, in their order; each begins with its `start`. */
export function splitTrials(events: readonly JournalEvent[]): JournalEvent[][] {
  const trials: JournalEvent[][] = []
  for (const event of events) {
    if (event.ev === 'start') trials.push([event])
    else trials.at(-1)?.push(event)
  }
  return trials
}

/** The `start` of one trial's journal. Throws where it has none: it is not one of `splitTrials`. */
export function startOf(trial: readonly JournalEvent[]): StartEvent {
  const first = trial[0]
  if (first?.ev !== 'start') throw new Error("a trial's journal begins with start")
  return first
}
