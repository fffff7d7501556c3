import { CONFIRMED_NS } from '../model/neighbour.ts'
import { PATIENCE_NS, sessionPatienceNs } from '../model/patience.ts'
import type { Effect } from '../model/fault.ts'
import { groupBy } from '../model/group-by.ts'
import type { ExperimentPlan, RehearsalStep } from '../model/plan.ts'
import { endpointText, type Endpoint } from '../model/topology.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { RunningLab } from './lab.ts'
import { LegCount, type LegUse } from './leg-count.ts'
import { after } from '../linux/pause.ts'
import type { TrialContext } from './context.ts'

/** Asked this often, once they could have run clean. */
const ASK_NS = 100e6
/** A naive check is one glance, or another one soon after: every flow has got something across. */
const GLANCE_NS = 1e9

/** Sessions are one packet at a time on one path, and say nothing of the others. */
const NO_FLOW = 'no flow is declared: no stream was seen to run clean, and no leg to have carried packets'

class NotRedundant extends Error {
  readonly found: string = 'was not redundant before the fault'
}

/** A flow of which no stream has ever got a packet across has no first way, let alone a second one. */
class NeverWorked extends NotRedundant {
  override readonly found = 'did not work before the fault'
}

/** A hash may leave a leg unused by design: that is no evidence against the leg, and none for it. */
class NotProven extends NotRedundant {
  override readonly found = 'was not proven to be redundant before the fault'
}

/** The gate's patience ran out. Slow or not at all: what has not been seen by then may be either. */
class NotWithin extends NotRedundant {
  override readonly found: string

  constructor(done: 'run clean' | 'switch over' | 'return', withinNs: Ns, message: string) {
    super(message)
    this.found = `did not ${done} within ${formatNs(withinNs)}`
  }
}

/**
 * Was it redundant before the fault? Journals the answer with its evidence.
 * A gate that fails is a finding: nothing is injected, and no number comes of the trial.
 */
export async function passGate(lab: RunningLab, experiment: ExperimentPlan, context: TrialContext): Promise<boolean> {
  const { journal } = context
  journal.write({ ev: 'step', step: 'gate' })
  const evidence: string[] = [...(experiment.gate.unasked ?? [])]
  try {
    if (experiment.gate.kind === 'naive') await glance(lab, experiment, evidence, context)
    else await examine(lab, experiment, evidence, context)
    journal.write({ ev: 'gate', passed: true, because: evidence.at(-1) ?? 'nothing was asked', evidence })
    return true
  } catch (error) {
    if (!(error instanceof NotRedundant)) throw error
    journal.write({
      ev: 'gate',
      passed: false,
      because: `${error.found}: ${error.message}`,
      evidence,
    })
    return false
  }
}

/** What most people check: carrier up, bond up, ping works. */
async function glance(
  lab: RunningLab,
  experiment: ExperimentPlan,
  evidence: string[],
  context: TrialContext,
): Promise<void> {
  await after(context.clock, context.clock.now() + GLANCE_NS)
  try {
    await checkStates(lab, experiment, evidence, context)
  } catch (error) {
    if (error instanceof NotRedundant && (await isMute(lab))) throw new NeverWorked(error.message)
    throw error
  }
  const giveUp = context.clock.now() + PATIENCE_NS
  for (;;) {
    const mute = (await lab.probes.quality()).find(({ received }) => received === 0)
    if (mute === undefined) break
    if (context.clock.now() > giveUp) throw new NeverWorked(`${mute.flow} ${mute.direction} does not get through`)
    await after(context.clock, context.clock.now() + ASK_NS)
  }
  evidence.push('every flow got through')
  await freshSessions(lab, 0, PATIENCE_NS, evidence, context)
}

/** Of some flow no packet has got across in a direction. */
async function isMute({ probes }: RunningLab): Promise<boolean> {
  const ways = groupBy(await probes.quality(), ({ flow, direction }) => `${direction} ${flow}`)
  return ways.some((streams) => streams.every(({ received }) => received === 0))
}

async function examine(
  lab: RunningLab,
  experiment: ExperimentPlan,
  evidence: string[],
  context: TrialContext,
): Promise<void> {
  await after(context.clock, lab.trafficSinceNs + CONFIRMED_NS - experiment.settleNs)
  await runClean(lab, experiment.settleNs, PATIENCE_NS, evidence, context)
  const rehearsedNs = context.clock.now()
  const rehearsed: RehearsedUse[] = []
  for (const step of experiment.gate.rehearsal)
    rehearsed.push(...(await rehearse(lab, step, experiment, evidence, context)))
  const patienceNs = sessionPatienceNs(context.clock.now() - rehearsedNs)
  await freshSessions(lab, experiment.settleNs, patienceNs, evidence, context)
  const legs = new LegCount(lab, experiment.gate.carried, context.clock)
  await runClean(lab, experiment.settleNs, PATIENCE_NS, evidence, context)
  checkCarried(legs.uses(), rehearsed, experiment, evidence)
  await checkStates(lab, experiment, evidence, context)
}

/** Waits until no stream has lost anything for the settle time. */
async function runClean(
  lab: RunningLab,
  settleNs: Ns,
  patienceNs: Ns,
  evidence: string[],
  { clock }: TrialContext,
): Promise<void> {
  const started = clock.now()
  const giveUp = started + settleNs + patienceNs
  await after(clock, started + settleNs)
  for (;;) {
    const now = clock.now()
    const streams = await lab.probes.quality()
    const dirty = streams.find(
      (stream) => stream.firstReceivedNs === null || (stream.lastLossNs ?? -Infinity) > now - settleNs,
    )
    if (dirty === undefined) {
      evidence.push(streams.length === 0 ? NO_FLOW : `every stream clean for ${formatNs(settleNs)}`)
      return
    }
    if (now > giveUp) {
      const name = `${dirty.flow} ${dirty.direction}, stream ${dirty.stream}`
      // The streams answered after `now` was read, and may have lost packets since.
      if (dirty.firstReceivedNs !== null)
        throw new NotWithin(
          'run clean',
          now - started,
          `${name}, still lost packets ${formatNs(clock.now() - (dirty.lastLossNs ?? now))} before`,
        )
      const siblings = streams.filter(({ flow, direction }) => flow === dirty.flow && direction === dirty.direction)
      if (siblings.some(({ firstReceivedNs }) => firstReceivedNs !== null))
        throw new NotRedundant(`${name}, never got a packet across, and others did`)
      throw new NeverWorked(`${dirty.flow} ${dirty.direction} never got a packet across`)
    }
    await after(clock, clock.now() + ASK_NS)
  }
}

/** Waits until every session has got bytes across, and has not stalled for the settle time. */
async function freshSessions(
  lab: RunningLab,
  settleNs: Ns,
  patienceNs: Ns,
  evidence: string[],
  { clock }: TrialContext,
): Promise<void> {
  const started = clock.now()
  for (;;) {
    const now = clock.now()
    const sessions = lab.sessionQualities()
    const stale = sessions.find(
      ({ hasWorked, lastStallNs }) => !hasWorked || (settleNs > 0 && (lastStallNs ?? -Infinity) > now - settleNs),
    )
    if (stale === undefined) {
      if (sessions.length === 0) return
      evidence.push(settleNs > 0 ? `every session fresh for ${formatNs(settleNs)}` : 'every session got through')
      return
    }
    if (now > started + patienceNs) {
      if (!stale.hasWorked) throw new NeverWorked(`the session ${stale.name} never got a byte across`)
      throw new NotWithin(
        'run clean',
        now - started,
        `the session ${stale.name} still stalled ${formatNs(now - (stale.lastStallNs ?? now))} before`,
      )
    }
    await after(clock, now + ASK_NS)
  }
}

async function checkStates(
  lab: RunningLab,
  experiment: ExperimentPlan,
  evidence: string[],
  { clock }: TrialContext,
): Promise<void> {
  for (const wait of experiment.gate.states) {
    try {
      evidence.push(await lab.watcher.waitFor(wait, clock.now()))
    } catch (error) {
      throw new NotRedundant(textOf(error))
    }
  }
}

/**
 * Active legs must have carried probes, now or after a rehearsed switchover. A fault at a leg that a hash leaves unused
 * breaks no stream: a rehearsal proves the leg, and the trial would still say nothing about the fault.
 */
function checkCarried(
  uses: readonly LegUse[],
  rehearsed: readonly RehearsedUse[],
  { variants }: ExperimentPlan,
  evidence: string[],
): void {
  const effects = variants.flatMap(({ effect }) => effect)
  for (const { end, packets, forNs, probed } of uses) {
    const name = endpointText(end)
    const proof = rehearsed.find((one) => endpointText(one.end) === name && one.probed)
    const unused = `${name} carried ${packets} packets in ${formatNs(forNs)}: no probe ever used that leg`
    if (probed) evidence.push(`${name} carried ${packets} packets`)
    else if (proof === undefined) throw new NotProven(unused)
    else if (effects.some((effect) => hits(effect, end)))
      throw new NotProven(`${unused}, except in a rehearsal: a fault there shows nothing`)
    else evidence.push(`${name} carried ${proof.packets} packets after a rehearsed ${proof.text}`)
  }
}

const hits = ({ effect, at }: Effect, end: Endpoint): boolean =>
  effect === 'node-hangs' ? at.node === end.node : endpointText(at) === endpointText(end)

/** Of a leg while the cable of a rehearsal was cut. */
interface RehearsedUse extends LegUse {
  readonly text: string
}

/**
 * Switches over and, where it reverts, waits until all is as before; the standby is proven when the flows run clean
 * meanwhile. Gives what each leg carried after the switchover: a hash may use one then that it does not use otherwise.
 */
async function rehearse(
  lab: RunningLab,
  step: RehearsalStep,
  experiment: ExperimentPlan,
  evidence: string[],
  context: TrialContext,
): Promise<readonly RehearsedUse[]> {
  const { clock } = context
  let uses: readonly LegUse[]
  const clean = (): Promise<void> => runClean(lab, experiment.settleNs, lab.rehearsalPatienceNs, [], context)
  const rehearsed = `rehearsed switchover (${step.text})`
  const cutNs = clock.now()
  lab.executor.apply(step.operations)
  try {
    await clean()
    const legs = new LegCount(lab, experiment.gate.carried, clock)
    await clean()
    uses = legs.uses()
    evidence.push(`rehearsed: ${step.text}`)
  } catch (error) {
    if (!(error instanceof NotRedundant)) throw error
    throw new NotWithin('switch over', clock.now() - cutNs, `${rehearsed}: ${error.message}`)
  } finally {
    lab.executor.apply(step.undo)
  }
  const restoredNs = clock.now()
  try {
    if (step.reverts) await lab.settled()
    await clean()
  } catch (error) {
    throw new NotWithin('return', clock.now() - restoredNs, `${rehearsed}: ${textOf(error)}`)
  }
  return uses.map((use) => ({ ...use, text: step.text }))
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
