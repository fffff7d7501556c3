import type { SessionRecord, StreamRecord } from '../model/journal.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import { differences } from '../inject/dump.ts'
import type { RunningLab } from './lab.ts'
import { after } from '../linux/pause.ts'
import { heal, inject, prove, removeEmpty, stateOf, type ChosenVariant } from './fault.ts'
import { chooseMoment } from './phase.ts'
import type { TrialContext } from './context.ts'

/**
 * Injects at the phases asked for, holds, proves that the fault was live, heals, watches, stops the traffic and proves that
 * the fault is gone. What was measured.
 */
export async function breakAndHeal(
  lab: RunningLab,
  experiment: ExperimentPlan,
  chosen: ChosenVariant,
  phases: readonly number[],
  context: TrialContext,
): Promise<readonly (StreamRecord | SessionRecord)[]> {
  const { clock, journal } = context
  const { variant } = chosen
  lab.checkCables()
  const before = stateOf(lab, variant)

  const moment = await chooseMoment(lab, variant.phases, phases, context)
  const injectedNs = await inject(lab, chosen, moment.atNs, context, (atNs) => {
    moment.struck(atNs)
  })
  await after(clock, injectedNs + experiment.holdNs)
  prove(lab, variant, injectedNs, context)

  const healedNs = await heal(lab, variant, context)
  const waiting = await removeEmpty(lab, variant, healedNs + experiment.recoverNs, context)
  await after(clock, healedNs + experiment.recoverNs)
  const records = await lab.stopTraffic()
  await lab.apply(waiting)

  const left = differences(before, stateOf(lab, variant))
  journal.write({
    ev: 'removed',
    removed: left.length === 0,
    evidence: left.length === 0 ? ['the state is what it was before'] : left,
  })
  moment.close()
  return records
}
