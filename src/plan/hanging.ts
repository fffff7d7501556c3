import type { ExperimentPlan, Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'

/** A node that is to hang and runs nothing: no proof can show that the fault was live, and no trial counts. */
export function hangingWarnings({ name, variants }: ExperimentPlan, plan: Plan): Problem[] {
  // In a container there is a process at least.
  if (plan.runtime.kind !== 'netns') return []
  const hang = variants.flatMap(({ effect }) =>
    effect.flatMap((one) => (one.effect === 'node-hangs' ? [one.at.node] : [])),
  )
  return [...new Set(hang)]
    .filter((node) => !runsSomething(node, plan))
    .map((node) => ({
      code: 'nothing-hangs',
      what: `${name}: ${node} hangs, but it runs nothing that could stand still: no daemon and no end of a session, so no trial will count`,
      allowed: 'a node that runs keepalived, Open vSwitch, a program of its own or an end of a session',
      next: `take nodeDown(${node}), or linkSilent of its cables; or give ${node} an end of a session`,
    }))
}

const runsSomething = (node: string, { daemons, sessions }: Plan): boolean =>
  daemons.some((one) => one.op === 'daemon' && one.node === node) ||
  sessions.some(({ client, server }) => [client.node, server.node, ...(server.replicas ?? [])].includes(node))
