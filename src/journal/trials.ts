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

/** Finds the journal of one trial of an experiment; trial null: its control. [] where it left none. */
export function journalOf(
  events: readonly JournalEvent[],
): (experiment: number, trial: number | null) => readonly JournalEvent[] {
  const keyOf = (experiment: number, trial: number | null): string => `${String(experiment)} ${String(trial)}`
  const journals = new Map(
    splitTrials(events).map((journal) => {
      const { experiment, trial } = startOf(journal)
      return [keyOf(experiment, trial), journal]
    }),
  )
  return (experiment, trial) => journals.get(keyOf(experiment, trial)) ?? []
}
