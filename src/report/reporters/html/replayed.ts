import { fragmentOf } from '../../../page/address.ts'
import { trialCount } from '../../chapter.ts'
import type { TrialSummary } from '../../schema.ts'
import { chosenTrial } from './chosen.ts'
import type { PageRun } from './source.ts'

/** So many trials of a run can be replayed at once: more would make the page too large to send. */
const MOST = 100

/**
 * Numbers of the trials of an experiment that can be replayed: all of them, or the worst, as many others evenly, and those that decided
 * a promise. Of a trial that has left no journal there is nothing to replay.
 */
export function replayed({ summary, trial: journal }: PageRun, experiment: number): readonly number[] {
  const told = summary.experiments[experiment]
  if (told === undefined) return []
  const trials = told.trials.filter(({ index }) => journal(experiment, index).length > 0)
  const all = trialCount(summary)
  if (all <= MOST) return trials.map(({ index }) => index)
  const half = Math.max(1, Math.floor((MOST / 2) * (trials.length / all)))
  const worst = trials.toSorted((a, b) => longest(b) - longest(a)).slice(0, half)
  const sample = trials.filter((_, at) => at % Math.ceil(trials.length / half) === 0)
  const deciding = [chosenTrial(told)?.index ?? [], told.targets.flatMap(({ trial }) => trial ?? [])].flat()
  const chosen = new Set([...worst, ...sample].map(({ index }) => index).concat(deciding))
  return trials.flatMap(({ index }) => (chosen.has(index) ? [index] : []))
}

/** What trials are sorted by: the longest outage, and one that did not end before all others. */
export const longest = ({ flows }: TrialSummary): number =>
  Math.max(0, ...flows.map(({ outageMs, atLeastMs }) => (atLeastMs === null ? (outageMs ?? 0) : 1e9 + atLeastMs)))

/** Leads to the replay of a trial, at its fault. */
export const replayLink = (experiment: number, trial: number): string =>
  `#${fragmentOf({ experiment, trial, atNs: 0, beside: null, flow: null, zoom: null })}`
