import type { TrialMeasure } from '../model/measure.ts'
import type { TargetPlaces } from '../model/lab.ts'
import type { Plan } from '../model/plan.ts'
import type { VerdictReached } from '../report/run-event.ts'
import { summarizeExperiment } from '../report/summarize.ts'
import type { Trial } from './trial-list.ts'

/** Judges each experiment when the last of its trials has ended: from the same measures as the summary, by the same judge. */
export class LiveVerdicts {
  readonly #plan: Plan
  readonly #places: TargetPlaces
  /** Of experiments that are not judged yet: how many trials are missing. */
  readonly #missing = new Map<number, number>()
  readonly #measures = new Map<number, TrialMeasure[]>()

  constructor(plan: Plan, trials: readonly Trial[], places: TargetPlaces) {
    this.#plan = plan
    this.#places = places
    for (const { experiment } of trials) this.#missing.set(experiment, (this.#missing.get(experiment) ?? 0) + 1)
  }

  /** What follows from the trial that has ended. */
  add({ experiment }: Trial, measure: TrialMeasure): readonly VerdictReached[] {
    this.#measures.set(experiment, [...(this.#measures.get(experiment) ?? []), measure])
    const missing = (this.#missing.get(experiment) ?? 0) - 1
    this.#missing.set(experiment, missing)
    return missing === 0 ? this.#judge(experiment) : []
  }

  /** Of all experiments that miss trials: nothing more is coming. */
  rest(): readonly VerdictReached[] {
    return [...this.#missing.keys()].flatMap((experiment) => this.#judge(experiment))
  }

  #judge(number: number): readonly VerdictReached[] {
    const experiment = this.#plan.experiments[number]
    if (experiment === undefined) return []
    this.#missing.delete(number)
    const measures = this.#measures.get(number) ?? []
    this.#measures.delete(number)
    return summarizeExperiment(experiment, measures).targets.map((target, index) => ({
      kind: 'verdict',
      experiment: number,
      name: experiment.name,
      target,
      where: this.#places[experiment.name]?.[index] ?? null,
    }))
  }
}
