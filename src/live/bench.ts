/*
 * The room of the live bench: a lab that stays up, and what a person does to it.
 * It owns the guest of such a lab, its faults and their measures, the socket for other shells, and the lab file that is made of it all.
 * It never breaks or measures in a way of its own: faults are those of a lab, done by the agent as in a trial, and what each cost is measured
 * as a trial's journal.
 * Begin here: `Bench`, below. `guest.ts` carries requests to the agent, `watch.ts` follows one fault, `server.ts` serves other shells,
 * `words.ts` and `text.ts` are what a person types and reads.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstCpu } from '../kernel/cpu.ts'
import type { GuestEnd } from '../kernel/guest.ts'
import type { FaultInWords } from '../lab/live-fault.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Job, KernelFacts } from '../model/job.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import { seconds, type Ns } from '../model/time.ts'
import { drawn } from '../run/draw.ts'
import { kernelFacts } from '../run/kernel-facts.ts'
import { unableExperiments } from '../run/needs.ts'
import { freshSeed } from '../run/seed.ts'
import { withoutTheory } from '../run/trial-list.ts'
import type { BenchEvent, BenchFault, KeptFault } from './event.ts'
import { LiveGuest, type Answered, type LiveEvent, type Running } from './guest.ts'
import type { PreparedBench } from './prepare.ts'
import { watchFault, type FollowedBench } from './watch.ts'

/** A fault whose end nobody knows is planned as if it lasted for so long; once it is healed it is planned again. */
const SUPPOSED_HOLD_NS: Ns = seconds(30)
/** What left so long before a fault shows what was normal. */
const BEFORE_NS: Ns = seconds(2)

export interface BenchOptions {
  /** The guest's. */
  readonly folder: string
  readonly emit: (event: BenchEvent) => void
  readonly signal: AbortSignal
}

/** A lab that is up. */
export class Bench implements FollowedBench {
  readonly plan: Plan
  readonly facts: KernelFacts
  /** Why it ended; never rejects. */
  readonly ended: Promise<GuestEnd>
  readonly #prepared: PreparedBench
  readonly #guest: LiveGuest
  readonly #emit: (event: BenchEvent) => void
  readonly #seed: number
  readonly #faults: KeptFault[] = []
  readonly #states: Extract<JournalEvent, { ev: 'state' }>[] = []
  #start: JournalEvent | null = null
  #isUp = false
  /** When something was done to the lab last. */
  #actedNs: Ns | null = null
  /** Requests that change the lab and have no answer yet: states that are seen meanwhile are shown after the answer. */
  #acting = 0
  #untold: Extract<JournalEvent, { ev: 'state' }>[] = []
  #wasEntered = false
  #up: () => void = () => undefined
  readonly #cameUp = new Promise<void>((resolve) => {
    this.#up = resolve
  })

  private constructor(prepared: PreparedBench, { folder, emit, signal }: BenchOptions) {
    this.#prepared = prepared
    this.#emit = emit
    this.plan = prepared.plan
    this.facts = kernelFacts(prepared.chosen.kernel)
    this.#seed = freshSeed()
    const input = {
      plan: prepared.plan,
      experiment: 0,
      trial: null,
      seed: this.#seed,
      phases: [],
      deadlineNs: 0,
      pcap: false,
    }
    const job: Job & { readonly job: 'live' } = { job: 'live', input, kernel: this.facts }
    writeFileSync(join(folder, 'job.json'), JSON.stringify(job))
    this.#guest = new LiveGuest({
      kernel: prepared.chosen.kernel,
      folder,
      job,
      cpu: firstCpu(),
      signal,
      seen: (event) => {
        this.#see(event)
      },
    })
    this.ended = this.#guest.ended
  }

  /**
   * Builds the lab, and resolves when it has settled and its traffic flows.
   * @throws BackhoeError (70) with what kept it from that
   */
  static async open(prepared: PreparedBench, options: BenchOptions): Promise<Bench> {
    const bench = new Bench(prepared, options)
    const end = await Promise.race([bench.#cameUp.then(() => null), bench.ended])
    if (end !== null) throw bench.died(end)
    return bench
  }

  /** Why the lab is gone, for people. */
  died({ problem, lastLines }: GuestEnd): BackhoeError {
    const said = this.#guest.firstError
    const { code, what, next } = said ?? problem ?? { code: 'lab-died', what: lastLines.at(-1) ?? 'the guest ended' }
    return new BackhoeError(
      [{ code: 'lab-died', what: `the lab died: ${code}: ${what}`, next: next ?? `backhoe up ${this.plan.lab}` }],
      70,
    )
  }

  get faults(): readonly BenchFault[] {
    return this.#faults
  }

  get nodes(): readonly string[] {
    return this.plan.nodes.map(({ name }) => name)
  }

  /** Changes of state since the lab was built. */
  get states(): readonly Extract<JournalEvent, { ev: 'state' }>[] {
    return this.#states
  }

  /** @throws BackhoeError (64) `unknown-target`, `fault-there`, and whatever the fault says of its options */
  async inject(words: Omit<FaultInWords, 'holdNs'>): Promise<BenchFault> {
    const supposed = { ...words, holdNs: SUPPOSED_HOLD_NS }
    const planned = drawn(await this.planFault(supposed), this.#seed + this.#faults.length)
    this.#refuseLacking(planned)
    const isFirst = this.#faults.length === 0
    const { events, request } = await this.#act(() => this.#send(planned))
    const inject = events.find((event) => event.ev === 'inject')
    const gate = events.find((event) => event.ev === 'gate')
    const variant = planned.variants[inject?.variant ?? 0]
    if (inject === undefined || gate === undefined || variant === undefined || this.#start === null)
      throw new Error('the agent injected nothing')
    const fault: KeptFault = {
      number: this.#faults.length + 1,
      words: supposed,
      planned,
      variant,
      injectedNs: inject.beforeNs,
      unbound: this.#unbound(isFirst, gate),
      healedNs: null,
      isWatched: true,
      trial: null,
      request,
      start: this.#start,
      events,
      sinceNs: Math.max(0, gate.t - BEFORE_NS),
    }
    this.#faults.push(fault)
    this.#actedNs = fault.injectedNs
    this.#emit({ kind: 'injected', fault })
    this.#tell()
    // It ends with the lab.
    watchFault(this, fault.number, this.#emit).catch(() => undefined)
    return fault
  }

  /** @throws BackhoeError `not-there` where it is healed already */
  async heal(number: number): Promise<BenchFault> {
    const { request } = this.fault(number)
    const { events } = await this.#act(() => this.#guest.ask({ ask: 'heal', fault: request }))
    const heal = events.find((event) => event.ev === 'heal')
    const before = this.fault(number)
    const healed = this.keep(number, {
      healedNs: heal?.beforeNs ?? null,
      isWatched: true,
      events: [...before.events, ...events],
    })
    this.#actedNs = healed.healedNs
    this.#emit({ kind: 'healed', fault: healed })
    this.#tell()
    return healed
  }

  /** Runs a command in a node. From then on nothing is known of the lab but what is seen. */
  async run(
    node: string,
    argv: readonly string[],
    terminal: { columns: number; rows: number } | null,
  ): Promise<Running> {
    this.#wasEntered = true
    return await this.#guest.run(node, argv, terminal)
  }

  /** Of the lab's own traffic. `untilNs` null: what is certain by now. */
  async account(sinceNs: Ns, untilNs: Ns | null): Promise<Answered> {
    return await this.#guest.ask({ ask: 'account', sinceNs, untilNs })
  }

  /** Is anything left of the faults? */
  async verify(): Promise<Answered> {
    return await this.#guest.ask({ ask: 'verify' })
  }

  /** @throws BackhoeError (64) */
  async planFault(words: FaultInWords): Promise<ExperimentPlan> {
    return await this.#prepared.open.fault(words, { hz: this.facts.hz })
  }

  fault(number: number): KeptFault {
    return this.#faults[number - 1] ?? fail({ code: 'no-such-fault', what: `there is no fault ${String(number)}` })
  }

  keep(number: number, change: Partial<KeptFault>): KeptFault {
    const changed = { ...this.fault(number), ...change }
    this.#faults[number - 1] = changed
    return changed
  }

  async #act<Result>(act: () => Promise<Result>): Promise<Result> {
    this.#acting++
    try {
      return await act()
    } finally {
      this.#acting--
    }
  }

  #tell(): void {
    if (this.#acting > 0) return
    for (const state of this.#untold.splice(0))
      this.#emit({ kind: 'state', state, afterNs: this.#actedNs === null ? null : state.t - this.#actedNs })
  }

  async #send(
    planned: ExperimentPlan,
  ): Promise<{ readonly events: readonly JournalEvent[]; readonly request: number }> {
    const { request, answer } = this.#guest.number({ ask: 'inject', variants: planned.variants.map(withoutTheory) })
    return { request, events: (await answer).events }
  }

  #unbound(isFirst: boolean, gate: Extract<JournalEvent, { ev: 'gate' }>): string | null {
    if (!isFirst) return 'the lab has been through a fault before, and theory knows it only as it was built'
    if (this.#wasEntered) return 'commands were run in nodes, and theory knows the lab only as it was built'
    return gate.passed ? null : `the lab was not as theory takes it to be: ${gate.because}`
  }

  /** @throws BackhoeError (69) where the kernel cannot do the fault */
  #refuseLacking(planned: ExperimentPlan): void {
    unableExperiments({ ...this.plan, experiments: [planned] }, this.#prepared.findings, this.facts.name, false)
  }

  #see(event: LiveEvent): void {
    if (event.ev === 'start') this.#start = event
    if (event.ev === 'step' && event.step === 'up') {
      this.#isUp = true
      this.#up()
    }
    if (event.ev !== 'state') return
    this.#states.push(event)
    if (!this.#isUp) return
    this.#untold.push(event)
    this.#tell()
  }
}
