import type { SessionRecord, StreamRecord } from '../model/journal.ts'
import type { TrialInput } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import { Capture } from './observe/capture.ts'
import { Executor } from './inject/executor.ts'
import { Panel } from './inject/panel.ts'
import { Probes } from './observe/probes.ts'
import { startSession, type RunningSession } from './observe/sessions/session.ts'
import { Watcher } from './observe/watcher.ts'
import { Namespaces } from './netns.ts'
import type { TrialContext } from './context.ts'

/** The network of one trial, built and settled, with everything that watches it. */
export class Lab {
  readonly namespaces: Namespaces
  readonly executor: Executor
  readonly watcher: Watcher
  readonly #input: TrialInput
  readonly #context: TrialContext
  #probes: Probes | null = null
  #trafficSinceNs: Ns = 0
  #sessions: readonly RunningSession[] = []
  #capture: Capture | null = null

  private constructor(
    namespaces: Namespaces,
    executor: Executor,
    watcher: Watcher,
    input: TrialInput,
    context: TrialContext,
  ) {
    this.namespaces = namespaces
    this.executor = executor
    this.watcher = watcher
    this.#input = input
    this.#context = context
  }

  /** Wires the plan, starts its daemons and waits until every protocol has settled. */
  static async build(input: TrialInput, context: TrialContext): Promise<Lab> {
    const { plan } = input
    const { clock, journal } = context
    const namespaces = new Namespaces()
    const panel = new Panel(namespaces, plan.cables)
    const executor = new Executor(namespaces, panel, `${context.out}/nodes`)

    journal.write({ ev: 'step', step: 'build' })
    executor.apply(plan.build)
    const watcher = await Watcher.start({
      namespaces,
      clock,
      journal,
      plan: plan.watch,
      cables: plan.cables,
      panel,
      dir: executor.dir,
    })
    const lab = new Lab(namespaces, executor, watcher, input, context)
    if (input.pcap) lab.#capture = Capture.start(namespaces, plan.cables, `${context.out}/pcap`)

    journal.write({ ev: 'step', step: 'settle' })
    executor.apply(plan.daemons)
    for (const { wait, deadlineNs } of plan.settle) await watcher.waitFor(wait, clock.now() + deadlineNs)
    return lab
  }

  get probes(): Probes {
    if (this.#probes === null) throw new Error('traffic has not started')
    return this.#probes
  }

  /** When the first probes left. */
  get trafficSinceNs(): Ns {
    return this.#trafficSinceNs
  }

  async startTraffic(): Promise<void> {
    const { namespaces } = this
    const { plan, seed } = this.#input
    const { clock, journal } = this.#context
    journal.write({ ev: 'step', step: 'traffic' })
    this.#trafficSinceNs = clock.now()
    this.#probes = await Probes.start({ namespaces, clock, flows: plan.flows })
    this.#sessions = plan.sessions.map((session) => startSession(session, { namespaces, clock, seed }))
  }

  /** Packets that any stream sends at least in so long. */
  leastProbes(forNs: Ns): number {
    return Math.min(...this.#input.plan.flows.map((flow) => flow.ratePps)) * (forNs / 1e9)
  }

  /** Stops everything that measures, and gives its records. */
  async stopTraffic(): Promise<readonly (StreamRecord | SessionRecord)[]> {
    const sessions = this.#sessions.map((session) => session.stop())
    const streams = await this.probes.stop()
    await this.#capture?.stop()
    return [...streams, ...sessions]
  }
}
