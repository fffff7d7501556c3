import type { Worker } from 'node:worker_threads'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import type { PlanOptions } from '../plan/plan.ts'
import type { FaultInWords } from './live-fault.ts'
import { begin, given } from './load.ts'
import type { LabAnswer, LabQuestion, LabReply } from './protocol.ts'

type Question = LabQuestion extends infer Each ? (Each extends LabQuestion ? Omit<Each, 'id'> : never) : never

/** A lab whose thread goes on: faults can be named in its topology's own words as long as it is open. */
export class OpenLab {
  /** What can be named: nodes, cables, their ends, roles. */
  readonly names: readonly string[]
  readonly #worker: Worker
  readonly #waiting = new Map<number, (answer: LabAnswer) => void>()
  #asked = 0

  private constructor(worker: Worker, names: readonly string[]) {
    this.#worker = worker
    this.names = names
    worker.on('message', ({ id, ...answer }: LabReply) => {
      this.#waiting.get(id)?.(answer)
      this.#waiting.delete(id)
    })
  }

  /** @throws BackhoeError with all problems of the lab */
  static async open(lab: string): Promise<OpenLab> {
    const { worker, answer } = await begin(lab, 'stays')
    if (answer.answer !== 'names') throw new Error(`the thread of ${lab} does not stay`)
    return new OpenLab(worker, answer.names)
  }

  /** Of its topology and traffic; without any experiment. */
  async plan(options: PlanOptions): Promise<{ readonly plan: Plan; readonly warnings: readonly Problem[] }> {
    const answer = given(await this.#ask({ ask: 'plan', options }))
    if (answer.answer !== 'plan') throw new Error(`the thread answered ${answer.answer}`)
    return answer
  }

  /** @throws BackhoeError (64) `unknown-target`, and whatever the fault says of its options */
  async fault(fault: FaultInWords, options: PlanOptions): Promise<ExperimentPlan> {
    const answer = given(await this.#ask({ ask: 'fault', fault, options }))
    if (answer.answer !== 'fault') throw new Error(`the thread answered ${answer.answer}`)
    return answer.experiment
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #ask(question: Question): Promise<LabAnswer> {
    const id = ++this.#asked
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#worker.postMessage({ id, ...question })
    })
  }
}
