import { splitTrials, startOf } from '../journal/trials.ts'
import { measureTrial } from '../measure/trial.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { RunEvent, RunReport, RunStarted, RunTrial, StateSeen } from './run-event.ts'

/** The events of a run that is over, one trial after the other: reporters see an old run as they saw it when it ran. */
export function* replay(report: RunReport): Generator<RunEvent, void, void> {
  const { plan, journal, summary } = report
  const journals = splitTrials(journal)
  yield startedOf(
    report,
    journals.map((events) => trialOf(events, report)),
  )
  for (const events of journals) {
    const trial = trialOf(events, report)
    yield { kind: 'trial-started', trial }
    for (const event of events)
      if (event.ev === 'state') yield { kind: 'state-seen', trial, state: event satisfies StateSeen['state'] }
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
