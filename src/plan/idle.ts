import type { Effect } from '../model/fault.ts'
import { nodesWith, type ExperimentPlan, type Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { endpointText, type Endpoint, type Topology } from '../model/topology.ts'
import { wiringOf } from '../theory/wired.ts'

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
  sessions.some(({ client, server }) => [client, server].flatMap(nodesWith).includes(node))

const LACP = 0x8809

/** A cable that is to lose its LACPDUs and carries none: the same. */
export function quietWarnings({ name, variants }: ExperimentPlan, { runtime }: Plan, topology: Topology): Problem[] {
  if (runtime.kind !== 'netns') return []
  const wiring = wiringOf(topology)
  const sends = (at: Endpoint): boolean => {
    const master = wiring.master(at)
    return master?.kind === 'bond' && master.bond.mode === '802.3ad'
  }
  return variants.flatMap(({ effect }): Problem[] => {
    const senders = effect.filter(losesLacp).map(({ at }) => at)
    if (senders.length === 0 || senders.some(sends)) return []
    return [
      {
        code: 'nothing-lost',
        what: `${name}: the LACPDUs of ${senders.map(endpointText).join(' and ')} are lost, but no LACP bond (802.3ad) sends any there, so no trial will count`,
        allowed: 'a cable of an LACP bond, in a direction in which a bond sends',
        next: 'name such a cable, or leave out only',
      },
    ]
  })
}

const losesLacp = (effect: Effect): boolean =>
  effect.effect === 'transmit-dead' && effect.match.match === 'ethertype' && effect.match.ethertype === LACP
