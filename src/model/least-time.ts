import type { ExperimentPlan } from './plan.ts'
import type { Ns } from './time.ts'

/**
 * What a trial takes at least on the lab's clock: clean flows before the fault, and again after each cut of a rehearsal and its end; the fault;
 * what is watched after it. Beyond that it waits until everything has settled, which nobody knows before.
 */
export const leastNs = ({
  settleNs,
  holdNs,
  recoverNs,
  gate,
}: Pick<ExperimentPlan, 'settleNs' | 'holdNs' | 'recoverNs' | 'gate'>): Ns =>
  settleNs * (1 + 2 * gate.rehearsal.length) + holdNs + recoverNs
