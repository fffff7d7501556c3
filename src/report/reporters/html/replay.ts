import { pack } from '../../../page/pack.ts'
import type { ReplayData, ReplayExperiment } from '../../../page/data.ts'
import type { ExperimentSummary, TrialSummary } from '../../schema.ts'
import { storyOf } from '../../story/story.ts'
import { element } from './element.ts'
import { chosenTrial, worstFirst } from './chosen.ts'
import { replayed } from './replayed.ts'
import type { PageRun } from './source.ts'

/** Where the script puts the replay of a trial, and what it needs for that. */
export function replayOf(run: PageRun): string {
  return element(
    'section',
    { id: 'replay', 'aria-labelledby': 'replay-title' },
    element('h2', { id: 'replay-title' }, 'Replay'),
    element(
      'div',
      { id: 'replay-view' },
      element(
        'p',
        { class: 'note' },
        'The replay needs JavaScript: here it would draw one trial at any instant. All else on this page does not.',
      ),
    ),
    element('script', { type: 'application/json', id: 'replay-data' }, jsonIn(pack(dataOf(run)))),
  )
}

/** Nothing in it ends the element that it stands in. */
const jsonIn = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

function dataOf(run: PageRun): ReplayData {
  const { layout, plan, summary } = run
  const experiments = summary.experiments.map((experiment, number) => toldExperiment(run, experiment, number))
  const first = worstFirst(summary.experiments).find((one) => (experiments[one]?.trials.length ?? 0) > 0) ?? 0
  const chosen = summary.experiments[first]
  const trial = chosen === undefined ? undefined : chosenTrial(chosen)
  return {
    layout: typeof layout === 'string' ? null : layout,
    cables: plan.cables.map(({ name, a, b }) => ({ name, a, b })),
    experiments,
    start: { experiment: first, trial: trial?.index ?? 0 },
  }
}

function toldExperiment(run: PageRun, experiment: ExperimentSummary, number: number): ReplayExperiment {
  const shown = replayed(run, number)
  return {
    name: experiment.name,
    of: experiment.trials.length,
    trials: experiment.trials.flatMap((trial) => (shown.includes(trial.index) ? told(run, number, trial) : [])),
  }
}

/** The story of a trial that has left a journal. */
function told(
  { plan, trial: journal }: PageRun,
  experiment: number,
  measured: TrialSummary,
): ReplayExperiment['trials'] {
  const events = journal(experiment, measured.index)
  return events.length === 0 ? [] : [storyOf({ plan, events, measured })]
}
