import type { Effect, Fault } from '../model/fault.ts'
import { cablesOf, type CableHandle } from '../model/handle.ts'
import type { Experiment } from '../model/lab.ts'
import type { Topology } from '../model/topology.ts'

/** What is wrong from the start of an experiment. */
export function driftEffectsOf({ drift }: Experiment, topology: Topology): readonly Effect[] {
  return drift === null ? [] : fixedCables(drift, topology).flatMap((cable) => drift.effect(cable))
}

/** Drift is there before anyone is active; `readLab` has refused selectors. */
export function fixedCables({ target }: Pick<Fault, 'target'>, topology: Topology): readonly CableHandle[] {
  if (target.handle === 'selector') throw new Error(`drift on ${target.text} has no cable yet`)
  if (target.handle === 'node' || target.handle === 'nodes') return cablesOf(topology, target)
  return target.handle === 'cable' ? [target] : target.cables
}
