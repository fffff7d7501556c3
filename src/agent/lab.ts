import type { SessionRecord, StreamRecord } from '../model/journal.ts'
import { fateKnownNs } from '../model/on-its-way.ts'
import type { Operation } from '../model/operation.ts'
import type { TrialInput } from '../model/plan.ts'
import { seededRandom, seedFor } from '../model/random.ts'
import { rehearsalPatienceNs } from '../model/patience.ts'
import type { Ns } from '../model/time.ts'
import { UNDO_FILE, type Undo } from '../model/undo.ts'
import type { Capture } from '../observe/capture.ts'
import { Executor } from '../inject/executor.ts'
import { Panel } from '../inject/panel.ts'
import { ProbeStreams } from '../observe/streams/probes.ts'
import type { AccountSpan } from '../observe/streams/probe-messages.ts'
import type { SessionQuality } from '../observe/sessions/record.ts'
import { startSession, type RunningSession } from '../observe/sessions/session.ts'
import { Hearing } from '../observe/timers/hearing.ts'
import { Watcher } from '../observe/watcher.ts'
import type { TrialNetwork } from './network.ts'
import type { Namespaces } from '../linux/netns.ts'
import type { TrialContext } from './context.ts'
import { STAGGER_NS, inTurn } from '../inject/in-turn.ts'
import { NamespacePower } from './namespace-power.ts'
import type { NodePower } from './power.ts'
import { startDaemons } from './start.ts'
import { forgetUndo, lacking, takeBack, undoNodes, undoOf, writeUndo } from '../inject/undo.ts'
import { daemonDied } from '../inject/daemon.ts'
import { capturing } from './capturing.ts'

/** The network of one trial, built and settled, with everything that watches it. */
export class RunningLab {
  readonly executor: Executor
  readonly watcher: Watcher
  readonly #network: TrialNetwork
  #undo: Undo | null
  readonly #input: TrialInput
  readonly #context: TrialContext
  #probes: ProbeStreams | null = null
  #trafficSinceNs: Ns = 0
  #sessions: readonly RunningSession[] = []
  readonly #capture: Capture | null
  #hearing: Hearing | null = null
  readonly #power: NodePower
  /** They have their power again, and their programs have not started yet. */
  #booting: readonly string[] = []

  private constructor(
    network: TrialNetwork,
    executor: Executor,
    watcher: Watcher,
    undo: Undo | null,
    input: TrialInput,
    context: TrialContext,
    capture: Capture | null,
    power: NodePower,
  ) {
    this.#network = network
    this.executor = executor
    this.watcher = watcher
    this.#undo = undo
    this.#input = input
    this.#context = context
    this.#capture = capture
    this.#power = power
  }

  /** Wires the plan, starts its daemons and waits until every protocol has settled. A daemon that ends aborts the trial. */
  static async build(
    network: TrialNetwork,
    input: TrialInput,
    context: TrialContext,
    ending: AbortController,
  ): Promise<RunningLab> {
    const { plan } = input
    const { clock, journal } = context
    const { namespaces, dir, states } = network
    const panel = new Panel(namespaces, plan.cables)
    const random = seededRandom(seedFor(input.seed, 'start'))
    const executor = new Executor(namespaces, panel, dir, ({ node, name }, how) => {
      journal.write({ ev: 'log', node, text: `${name} ended: ${how}` })
      ending.abort(daemonDied(node, name, how, dir))
    })

    journal.write({ ev: 'step', step: 'build' })
    const undo = network.shared ? undoOf(namespaces, plan, input, network.ids) : null
    if (undo !== null) writeUndo(context.out, undo)
    const build = undo === null ? plan.build : lacking(namespaces, plan.build)
    const cables = build.findLastIndex(({ op }) => op === 'redirect') + 1
    executor.apply(build.slice(0, cables))
    const capture = input.pcap ? await capturing(namespaces, plan, context, ending) : null
    for (const operations of inTurn(build.slice(cables))) {
      executor.apply(operations)
      clock.sleepUntil(clock.now() + Math.round(random() * STAGGER_NS))
    }
    const watcher = await Watcher.start({
      namespaces,
      clock,
      journal,
      plan: plan.watch,
      cables: plan.cables,
      panel,
      dir,
    })
    await states(watcher)
    const drift = plan.experiments[input.experiment]?.drift ?? []
    const power = network.power ?? new NamespacePower({ namespaces, plan, drift, clock, executor, random })
    const lab = new RunningLab(network, executor, watcher, undo, input, context, capture, power)
    if (listens(input)) lab.#hearing = new Hearing(namespaces, clock)

    journal.write({ ev: 'step', step: 'settle' })
    await startDaemons(plan.daemons, { executor, watcher, clock })
    await lab.settled()
    return lab
  }

  get namespaces(): Namespaces {
    return this.#network.namespaces
  }

  /** In order; what is done to a container takes its time. What a node loses with its power it loses at the end, in the dark. */
  async apply(operations: readonly Operation[]): Promise<void> {
    const pending: Operation[] = []
    const dead: string[] = []
    for (const operation of operations) {
      if (operation.op === 'pause')
        for (const session of this.#sessions) session.standStill(operation.node, operation.paused)
      if (operation.op !== 'power') {
        pending.push(operation)
        continue
      }
      this.#execute(pending.splice(0))
      if (operation.on) await this.#powerOn(operation.node, operation.exec ?? [])
      else {
        await this.#power.off(operation.node)
        dead.push(operation.node)
      }
    }
    this.#execute(pending)
    for (const node of dead) await this.#lose(node)
  }

  #execute(operations: readonly Operation[]): void {
    this.watcher.busy(() => {
      this.executor.apply(operations)
    })
  }

  async #lose(node: string): Promise<void> {
    for (const session of this.#sessions) session.die(node)
    this.watcher.lost(node)
    await this.#power.lose(node, this.watcher)
    await this.#probes?.reopen(node)
  }

  async #powerOn(node: string, exec: readonly string[]): Promise<void> {
    await this.#power.on(node, exec, this.watcher)
    this.#booting = [...this.#booting, node]
    if (this.#undo === null) return
    this.#undo = { ...this.#undo, nodes: undoNodes(this.namespaces, this.#network.ids) }
    writeUndo(this.#context.out, this.#undo)
  }

  /** Programs that are not daemons start in the nodes that have their power and their light again: their ends of sessions. */
  async startPrograms(): Promise<void> {
    for (const node of this.#booting) {
      await this.#power.lit(node, this.watcher)
      for (const session of this.#sessions) session.boot(node)
    }
    this.#booting = []
  }

  /** Programs of a node that stand still, beside its processes. */
  standing(node: string): number {
    return this.#sessions.reduce((sum, session) => sum + session.standing(node), 0)
  }

  /** How every session runs by now. */
  sessionQualities(): readonly SessionQuality[] {
    return this.#sessions.map((session) => session.quality())
  }

  /** @throws BackhoeError (70) where a cable is not whole before anything was done to it */
  checkCables(): void {
    this.#network.check()
  }

  /** Waits until every protocol is in its expected state. */
  async settled(): Promise<void> {
    for (const { wait, deadlineNs } of this.#input.plan.settle) {
      await this.watcher.waitFor(wait, this.#context.clock.now() + deadlineNs)
    }
  }

  /** How long flows may take beyond the settle time until they run clean after a rehearsed cut, or its end. */
  get rehearsalPatienceNs(): Ns {
    return rehearsalPatienceNs(this.#input.plan)
  }

  get probes(): ProbeStreams {
    if (this.#probes === null) throw new Error('traffic has not started')
    return this.#probes
  }

  /** The multicast frames of the nodes; null: no trial asks for them. */
  get hearing(): Hearing | null {
    return this.#hearing
  }

  /** When the first probes left. */
  get trafficSinceNs(): Ns {
    return this.#trafficSinceNs
  }

  async startTraffic(): Promise<void> {
    const { namespaces } = this
    const { plan, seed } = this.#input
    const { clock, journal, virtualTime } = this.#context
    journal.write({ ev: 'step', step: 'traffic' })
    this.#trafficSinceNs = clock.now()
    const experiment = plan.experiments[this.#input.experiment]
    const fateKnown = experiment === undefined ? 0 : fateKnownNs(plan.flows, experiment)
    this.#probes = await ProbeStreams.start({
      namespaces,
      clock,
      virtualTime,
      flows: plan.flows,
      fateKnownNs: fateKnown,
    })
    this.#sessions = plan.sessions.map((session) => startSession(session, { namespaces, clock, seed }))
  }

  /** The gate has passed. */
  ready(): void {
    for (const session of this.#sessions) session.ready()
  }

  /** Packets that any stream sends at least in so long. */
  leastProbes(forNs: Ns): number {
    return Math.min(...this.#input.plan.flows.map((flow) => flow.ratePps)) * (forNs / 1e9)
  }

  /** Leaves a lab that outlives the trial as it was found. */
  leave(): void {
    if (this.#undo === null) return
    // What had no power has it again since the fault was healed.
    takeBack(
      this.executor,
      this.namespaces,
      this.#undo.operations.filter(({ op }) => op !== 'power'),
      UNDO_FILE,
    )
    forgetUndo(this.#context.out)
  }

  /** What streams have lost in a part of the time, and the evidence of the sessions by now; all goes on. */
  async account(span: AccountSpan): Promise<readonly (StreamRecord | SessionRecord)[]> {
    const streams = await this.probes.account(span)
    return [...streams, ...this.#sessions.map((session) => session.record())]
  }

  /** Stops everything that measures, and gives its records once no packet is on its way any longer. */
  async stopTraffic(): Promise<readonly (StreamRecord | SessionRecord)[]> {
    const sessions = this.#sessions.map((session) => session.stop())
    const streams = await this.probes.stop()
    await this.#capture?.stop()
    return [...streams, ...sessions]
  }
}

/** A fault will strike at a phase that has to be found. */
const listens = ({ plan, trial }: TrialInput): boolean =>
  trial !== null && plan.experiments.some(({ variants }) => variants.some(({ phases }) => phases.heardNs !== null))
