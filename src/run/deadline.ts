import type { ExperimentPlan, Plan } from '../model/plan.ts'
import { fateKnownNs } from '../model/on-its-way.ts'
import { CONFIRMED_NS } from '../model/neighbour.ts'
import { PATIENCE_NS, rehearsalPatienceNs, sessionPatienceNs, settledWithinNs } from '../model/patience.ts'
import { phaseWaitNs } from '../model/phase.ts'
import type { Ns } from '../model/time.ts'
import { seconds } from '../model/time.ts'

/** Booting, building, phases, proofs: whatever has no time of its own in the plan. */
const SLACK_NS = seconds(120)

/** Lab time after which a trial is hung: everything that the plan lets it wait for, and some. */
export function trialDeadline(plan: Plan, experiment: ExperimentPlan): Ns {
  const waits = sum(waitsOf([...plan.build, ...plan.daemons, ...experiment.drift]))
  const fault = Math.max(0, ...experiment.variants.map(faultNs))
  const { holdNs, recoverNs } = experiment
  const gate = gateNs(plan, experiment)
  const stragglers = fateKnownNs(plan.flows, experiment)
  return settledWithinNs(plan) + waits + gate + fault + holdNs + recoverNs + stragglers + SLACK_NS
}

/** Clean flows, rehearsals, fresh sessions, and clean flows again. */
function gateNs(plan: Plan, { gate, settleNs }: ExperimentPlan): Ns {
  const clean = settleNs + PATIENCE_NS
  const rehearsed = gate.rehearsal.length * rehearsalNs(plan, settleNs)
  const fresh = plan.sessions.length === 0 ? 0 : sessionPatienceNs(rehearsed)
  return CONFIRMED_NS + clean + rehearsed + fresh + clean
}

/** Clean flows after the cut, and while legs are counted; after its end protocols in their expected state, and clean flows again. */
const rehearsalNs = (plan: Plan, settleNs: Ns): Ns => 3 * (settleNs + rehearsalPatienceNs(plan)) + settledWithinNs(plan)

const waitsOf = (operations: Plan['build']): Ns[] =>
  operations.flatMap((one) => (one.op === 'wait' ? [one.deadlineNs] : []))

/** Three periods in vain, for each of two rounds of timers, and then the wait proper. */
const faultNs = ({ inject, phases }: ExperimentPlan['variants'][number]): Ns =>
  Math.max(0, ...inject.map(({ atNs }) => atNs)) + 4 * phaseWaitNs(phases)

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
