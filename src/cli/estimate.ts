import { leastNs } from '../model/least-time.ts'
import type { Ns } from '../model/time.ts'
import type { RunStarted, RunTrial } from '../report/run-event.ts'

/**
 * How long a run still takes, by what its trials have taken: of an experiment that has had a trial that trial's time on the lab's clock, of
 * the others what their plan says, longer by as much as the first ones were longer than theirs; at the pace of all until now.
 */
export class Estimate {
  readonly #planned: ReadonlyMap<number, Ns>
  /** Of each experiment, the last trial's. */
  readonly #taken = new Map<number, Ns>()
  readonly #waiting: Map<string, number>
  readonly #startedMs: number
  #endedNs: Ns = 0

  constructor({ plan, trials }: Pick<RunStarted, 'plan' | 'trials'>, nowMs: number) {
    this.#planned = new Map(plan.experiments.map((experiment, number) => [number, leastNs(experiment)]))
    this.#waiting = new Map(trials.map(({ id, experiment }) => [id, experiment]))
    this.#startedMs = nowMs
  }

  ended({ id, experiment }: Pick<RunTrial, 'id' | 'experiment'>, labNs: Ns): void {
    this.#waiting.delete(id)
    this.#endedNs += labNs
    if (labNs > 0) this.#taken.set(experiment, labNs)
  }

  /** Milliseconds; null: no trial has ended yet, and nobody knows. `running`: on the lab's clock, of those that run. */
  leftMs(running: ReadonlyMap<string, Ns>, nowMs: number): number | null {
    if (this.#endedNs === 0) return null
    const doneNs = [...running.values()].reduce((sum, ns) => sum + ns, this.#endedNs)
    const factor = this.#longer()
    let leftNs = 0
    for (const [id, experiment] of this.#waiting) {
      const expectedNs = this.#taken.get(experiment) ?? (this.#planned.get(experiment) ?? 0) * factor
      leftNs += Math.max(0, expectedNs - (running.get(id) ?? 0))
    }
    return (leftNs / doneNs) * (nowMs - this.#startedMs)
  }

  /** What trials take, of what their plans say. */
  #longer(): number {
    const [taken, planned] = [...this.#taken].reduce(
      ([sum, least], [experiment, ns]) => [sum + ns, least + (this.#planned.get(experiment) ?? 0)],
      [0, 0],
    )
    return planned === 0 ? 1 : taken / planned
  }
}
