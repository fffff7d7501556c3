import { splitTrials, startOf } from '../journal/trials.ts'
import { measureTrial } from '../measure/trial.ts'
import type { TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import type { Target } from '../model/target.ts'
import type { RunReport } from '../report/run-event.ts'
import type { ExperimentSummary, Summary, TargetSummary } from '../report/schema.ts'
import { summarizeExperiment } from '../report/summarize.ts'
import { callSite } from '../words/callsite.ts'
import { remedyFor } from '../words/nearest.ts'

/** A run that is over, for the matchers. */
export class LabRun {
  /** The run's folder, plan, journal and summary. */
  readonly report: RunReport
  /** Of the report; its `file` is the lab's, where that is known. */
  readonly summary: Summary
  #measured: readonly { readonly experiment: number; readonly measure: TrialMeasure }[] | null = null

  /** `file`: of the lab, for the command that repeats a trial; '': not known. */
  constructor(report: RunReport, file: string) {
    this.report = report
    this.summary = { ...report.summary, file: report.summary.file === '' ? file : report.summary.file }
  }

  /** @throws BackhoeError (64) `no-such-experiment` */
  experiment(name: string): ExperimentRun {
    const { experiments } = this.summary
    const found = experiments.findIndex((one) => one.name === name)
    const [plan, summary] = [this.report.plan.experiments[found], experiments[found]]
    if (plan === undefined || summary === undefined)
      return unknown(
        'experiment',
        name,
        experiments.map((one) => one.name),
      )
    return new ExperimentRun(this, plan, summary, () => this.#measures(found))
  }

  #measures(experiment: number): readonly TrialMeasure[] {
    const { plan, journal } = this.report
    this.#measured ??= splitTrials(journal).map((events) => ({
      experiment: startOf(events).experiment,
      measure: measureTrial(events, plan),
    }))
    return this.#measured.flatMap((one) => (one.experiment === experiment ? [one.measure] : []))
  }
}

/** One experiment of a run. */
export class ExperimentRun {
  readonly run: LabRun
  readonly summary: ExperimentSummary
  readonly #plan: ExperimentPlan
  readonly #measures: () => readonly TrialMeasure[]

  constructor(run: LabRun, plan: ExperimentPlan, summary: ExperimentSummary, measures: () => readonly TrialMeasure[]) {
    this.run = run
    this.summary = summary
    this.#plan = plan
    this.#measures = measures
  }

  /** @throws BackhoeError (64) `no-such-flow` */
  flow(name: string): FlowRun {
    const { flows } = this.summary.trials[0] ?? this.summary.control
    const names = [...new Set(flows.map((one) => one.name))]
    return names.includes(name) ? { kind: 'flow', name, experiment: this } : unknown('flow', name, names)
  }

  /** @throws BackhoeError (64) `no-such-session` */
  session(name: string): SessionRun {
    const names = this.summary.trials[0]?.sessions.map((one) => one.name) ?? []
    return names.includes(name) ? { kind: 'session', name, experiment: this } : unknown('session', name, names)
  }

  /** What the judge of all runs says of a target that the lab does not have, beside those that it has. */
  judged(target: Target): TargetSummary {
    const asked = { ...this.#plan, targets: [...this.#plan.targets, target] }
    const judged = summarizeExperiment(asked, this.#measures()).targets.at(-1)
    if (judged === undefined) throw new Error('a judged target')
    return judged
  }
}

/** One flow of an experiment's trials, both ways. */
export interface FlowRun {
  readonly kind: 'flow'
  readonly name: string
  readonly experiment: ExperimentRun
}

/** One session of an experiment's trials. */
export interface SessionRun {
  readonly kind: 'session'
  readonly name: string
  readonly experiment: ExperimentRun
}

function unknown(noun: string, name: string, known: readonly string[]): never {
  const where = callSite()
  return fail({
    code: `no-such-${noun}`,
    what: `the run has no ${noun} ${JSON.stringify(name)}`,
    ...(where === undefined ? {} : { where }),
    ...remedyFor(name, known),
  })
}
