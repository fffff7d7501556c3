import type { KernelFacts } from '../model/job.ts'
import type { ExperimentPlan, TrialInput } from '../model/plan.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { hasForeignImages } from '../model/node-image.ts'
import { startOf } from '../journal/start.ts'
import { rejectsWith } from './aborted.ts'
import type { TrialContext } from './context.ts'
import { RunningLab } from './lab.ts'
import { openNetwork, type TrialNetwork } from './network.ts'
import { passGate } from './gate.ts'
import { breakAndHeal } from './break.ts'
import { chooseVariant, nobodyActive, type ChosenVariant } from './fault.ts'
import { SpinInterrupts } from '../observe/spin-interrupts.ts'
import { after } from '../linux/pause.ts'

const BEAT_MS = 1000
/** What Docker may take to report that a container has died. */
const REPORTED_NS: Ns = 1e9

/**
 * One trial, from bare kernel to the last record: build, settle, gate, phase, inject, hold, heal, recover.
 * Everything that it does is in the plan; everything that it sees goes into the journal.
 */
export async function runTrial(input: TrialInput, kernel: KernelFacts, context: TrialContext): Promise<void> {
  const { journal } = context
  const experiment = input.plan.experiments[input.experiment]
  if (experiment === undefined)
    fail({ code: 'no-experiment', what: `the plan has no experiment ${input.experiment}` }, 70)

  journal.write({ ...startOf(input, kernel), epochS: Number(context.clock.epochSeconds) })
  const beat = setInterval(() => {
    journal.write({ ev: 'beat' })
  }, BEAT_MS)
  // Its deadline or a program that died ends it from outside of its own course: the first reason counts.
  const ending = new AbortController()
  const aborted = rejectsWith(ending.signal)
  const deadline = setTimeout(() => {
    ending.abort(expired(input.deadlineNs))
  }, input.deadlineNs / 1e6)
  const interrupts = kernel.virtualTime && hasForeignImages(input.plan.runtime) ? new SpinInterrupts() : null
  const networks: TrialNetwork[] = []
  const trial = async (): Promise<void> => {
    const network = await openNetwork(input.plan, context, ending)
    networks.push(network)
    try {
      await perform(network, input, experiment, context, ending)
    } catch (error) {
      // A container that dies takes its ports at once, and Docker reports it a little later: that is the reason then.
      if (input.plan.runtime.kind === 'containerlab') await after(context.clock, context.clock.now() + REPORTED_NS)
      throw error
    }
  }
  try {
    await Promise.race([aborted, trial()])
  } finally {
    clearInterval(beat)
    clearTimeout(deadline)
    for (const network of networks) network.keep()
    if (interrupts !== null) journal.write({ ev: 'spin-interrupts', count: await interrupts.count() })
  }
}

async function perform(
  network: TrialNetwork,
  input: TrialInput,
  experiment: ExperimentPlan,
  context: TrialContext,
  ending: AbortController,
): Promise<void> {
  const { journal } = context
  const lab = await RunningLab.build(network, input, context, ending)
  lab.executor.apply(experiment.drift)
  await lab.startTraffic()

  const passed = await passGate(lab, experiment, context)
  const records = passed ? await proceed(lab, input, experiment, context) : await lab.stopTraffic()
  for (const record of records) journal.write(record)
  lab.leave()
}

type Records = Awaited<ReturnType<RunningLab['stopTraffic']>>

/** What is measured once the gate has passed: a trial breaks and heals, a control waits for as long. */
async function proceed(
  lab: RunningLab,
  input: TrialInput,
  experiment: ExperimentPlan,
  context: TrialContext,
): Promise<Records> {
  lab.ready()
  if (input.trial !== null) return breakAndHeal(lab, experiment, variantOf(lab, experiment), input.phases, context)
  await after(context.clock, context.clock.now() + experiment.holdNs + experiment.recoverNs)
  return lab.stopTraffic()
}

function variantOf(lab: RunningLab, experiment: ExperimentPlan): ChosenVariant {
  return chooseVariant(lab, experiment.variants) ?? fail(nobodyActive(experiment.fault.on), 70)
}

/** Virtual time runs away where nothing ends it: a trial has a lab-time limit of its own. */
const expired = (limitNs: Ns): BackhoeError =>
  new BackhoeError(
    [{ code: 'deadline', what: 'the trial did not end within its lab-time limit', allowed: formatNs(limitNs) }],
    70,
  )
