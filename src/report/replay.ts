import { splitTrials, startOf } from '../journal/trials.ts'
import { measureTrial } from '../measure/trial.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { RunEvent, RunReport, RunStarted, RunTrial } from './run-event.ts'

/** The events of a run that is over, one trial after the other: reporters see an old run as they saw it when it ran. */
export function* replay(report: RunReport): Generator<RunEvent, void, void> {
  const { plan, journal, summary } = report
  const trials = splitTrials(journal).map((events) => ({ events, trial: trialOf(events, report) }))
  yield startedOf(
    report,
    trials.map(({ trial }) => trial),
  )
  for (const { events, trial } of trials) {
    yield { kind: 'trial-started', trial }
    for (const event of events) if (event.ev === 'state') yield { kind: 'state-seen', trial, state: event }
    const said = events.find((event) => event.ev === 'error')
    const failure = said === undefined ? null : { code: said.code, what: said.what }
    yield { kind: 'trial-ended', trial, failure, measure: measureTrial(events, plan), labNs: events.at(-1)?.t ?? 0 }
  }
  for (const [experiment, { name, targets }] of summary.experiments.entries())
    for (const target of targets) yield { kind: 'verdict', experiment, name, target, where: null }
  yield { kind: 'run-ended', report }
}

function trialOf(events: readonly JournalEvent[], { plan }: RunReport): RunTrial {
  const { experiment, trial: index, seed } = startOf(events)
  const name = plan.experiments[experiment]?.name ?? ''
  return { id: `${String(experiment)}-${String(index ?? 'control')}`, experiment, name, index, seed }
}

const startedOf = ({ plan, summary, folder }: RunReport, trials: readonly RunTrial[]): RunStarted => ({
  kind: 'run-started',
  lab: plan.lab,
  plan,
  warnings: [],
  kernel: { name: summary.kernel, hz: summary.hz, virtualTime: summary.virtualTime, versions: summary.versions },
  because: 'recorded',
  advice: null,
  seed: summary.seed,
  trials,
  guests: 0,
  folder,
})
