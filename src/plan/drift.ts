import type { Effect, Fault, TimedBatch } from '../model/fault.ts'
import { cablesOf, type CableHandle } from '../model/handle.ts'
import type { Experiment } from '../model/lab.ts'
import { fail } from '../model/problem.ts'
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

/** Drift is one state, from before the traffic to the end of the trial: refuses a fault that is none, or that leaves a node dead. */
export function refuseDrift({ name, where }: Experiment, drift: Fault, inject: readonly TimedBatch[]): void {
  const who = `the drift of experiment ${JSON.stringify(name)}`
  const at = where === undefined ? {} : { where }
  const dead = inject.flatMap(({ operations }) => operations.flatMap((one) => (one.op === 'power' ? [one.node] : [])))
  if (dead.length > 0) {
    const nodes = dead.join(' and ')
    fail({
      code: 'drift-dead',
      what: `${who} takes the power from ${nodes}, which would be dead from the start to the end and take no part in the test`,
      allowed: `nodePause, or linkCut of a cable; nodeDown as the fault`,
      next: `leave ${nodes} out of the topology`,
      ...at,
    })
  }
  if (inject.every(({ atNs, late }) => atNs === 0 && late === undefined)) return
  fail({
    code: 'drift-changes',
    what: `${who} changes with time: ${drift.on} ${drift.text}, but drift is one state from the start to the end`,
    allowed: 'linkCut, linkSilent, impair, vlanMissing, nodePause',
    next: 'make it the fault',
    ...at,
  })
}
