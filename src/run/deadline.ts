import type { ExperimentPlan, Plan } from '../model/plan.ts'
import { phaseWaitNs } from '../model/phase.ts'
import type { Ns } from '../model/time.ts'
import { seconds } from '../model/time.ts'

/** Booting, building, phases, proofs: whatever has no time of its own in the plan. */
const SLACK_NS = seconds(120)

/** Lab time after which a trial is hung: everything that the plan lets it wait for, and some. */
export function trialDeadline(plan: Plan, experiment: ExperimentPlan): Ns {
  const settle = sum(plan.settle.map(({ deadlineNs }) => deadlineNs))
  const waits = sum(waitsOf([...plan.build, ...plan.daemons, ...experiment.drift]))
  const gate = experiment.settleNs * 2 + experiment.gate.rehearsal.length * 2 * (experiment.settleNs + settle)
  const fault = Math.max(0, ...experiment.variants.map(faultNs))
  return settle + waits + gate + fault + experiment.holdNs + experiment.recoverNs + SLACK_NS
}

const waitsOf = (operations: Plan['build']): Ns[] =>
  operations.flatMap((one) => (one.op === 'wait' ? [one.deadlineNs] : []))

/** Three periods in vain, for each of two rounds of timers, and then the wait proper. */
const faultNs = ({ inject, phases }: ExperimentPlan['variants'][number]): Ns =>
  Math.max(0, ...inject.map(({ atNs }) => atNs)) + 4 * phaseWaitNs(phases)

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
