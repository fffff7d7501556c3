import { splitTrials, startOf } from '../../journal/trials.ts'
import type { RunReport } from '../run-event.ts'
import type { TrialStory } from './schema.ts'
import { storyOf } from './story.ts'

/** The stories of all trials and controls that were measured, in the journal's order, each made when it is asked for. */
export function* storiesOf({
  plan,
  journal,
  summary,
}: Pick<RunReport, 'plan' | 'journal' | 'summary'>): Generator<TrialStory, void, void> {
  for (const events of splitTrials(journal)) {
    const { experiment, trial } = startOf(events)
    const { trials = [], control } = summary.experiments[experiment] ?? {}
    const measured = trial === null ? control : trials.find(({ index }) => index === trial)
    if (measured !== undefined) yield storyOf({ plan, events, measured })
  }
}
