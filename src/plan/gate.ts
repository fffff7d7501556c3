import { SETTLES } from '../mechanisms/all/settle.ts'
import type { StandbyLeg } from '../mechanisms/contract/settle.ts'
import type { Experiment } from '../model/lab.ts'
import type { CarrierWait } from '../mechanisms/link/data-kinds.ts'
import type { NamedWait, Operation } from '../model/operation.ts'
import type { GatePlan, Plan, RehearsalStep } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { endpointText } from '../model/topology.ts'
import type { Endpoint, Topology } from '../model/topology.ts'
import { unaskedOf } from './unknown.ts'

/** What must hold before the fault; `carried` are the cable ends that the flows need. */
export function gatePlan(
  experiment: Experiment,
  topology: Topology,
  settle: Plan['settle'],
  carried: readonly Endpoint[],
): GatePlan {
  const states = settle.map(({ wait }) => wait)
  const unasked = experiment.gate === 'full' ? unaskedOf(topology) : []
  return {
    kind: experiment.gate,
    ...(unasked.length === 0 ? {} : { unasked }),
    states: experiment.gate === 'full' ? states : naiveStates(topology),
    carried: experiment.gate === 'full' ? carried : [],
    rehearsal: experiment.rehearse ? rehearsal(experiment, topology, legsOf(topology, states)) : [],
  }
}

const legsOf = (topology: Topology, states: readonly NamedWait[]): readonly StandbyLeg[] =>
  SETTLES.flatMap(({ legs }) => legs?.(topology, states) ?? [])

/** What most people check: the lights are on and the bonds are up. */
function naiveStates(topology: Topology): CarrierWait[] {
  const bonds = topology.nodes.flatMap((node) =>
    node.interfaces
      .filter((one) => one.kind === 'bond')
      .map((one): CarrierWait => ({ wait: 'carrier', node: node.name, name: one.name })),
  )
  const nameless = (topology.containerlab?.nameless ?? []).map(endpointText)
  const ends = topology.cables
    .flatMap(({ a, b }) => [a, b])
    .filter((end) => !nameless.includes(endpointText(end)))
    .map((end): CarrierWait => ({ wait: 'carrier', node: end.node, name: end.interface }))
  return [...ends, ...bonds]
}

/**
 * Each active leg's cable is cut once and restored; a cable that two reasons name is cut once. What does not revert by
 * itself is brought back by cutting who took over.
 */
function rehearsal({ name, where }: Experiment, topology: Topology, legs: readonly StandbyLeg[]): RehearsalStep[] {
  const cut = new Set<number>()
  const steps: RehearsalStep[] = []
  for (const leg of legs) {
    const cable = cableOf(topology, leg)
    if (cut.has(cable)) continue
    cut.add(cable)
    if (leg.back.some((one) => legs.some((other) => cableOf(topology, other) === cableOf(topology, one)))) {
      return oneWay(name, where)
    }
    steps.push(step(topology, leg, leg.back.length === 0))
    leg.back.forEach((one, index) => steps.push(step(topology, one, index === leg.back.length - 1)))
  }
  return steps
}

/** Two groups share their load over two routers: who took over for one is active for the other. */
function oneWay(name: string, where: string | undefined): never {
  return fail({
    code: 'one-way-rehearsal',
    what: `experiment ${JSON.stringify(name)} rehearses a switchover that nothing brings back: who takes over for one group is active for another, and without preempt keeps both`,
    next: 'leave rehearse out, or let the routers preempt',
    ...(where === undefined ? {} : { where }),
  })
}

const cableOf = (topology: Topology, { end }: StandbyLeg): number =>
  topology.cables.findIndex(({ a, b }) => [a, b].some((one) => endpointText(one) === endpointText(end)))

function step(topology: Topology, leg: StandbyLeg, reverts: boolean): RehearsalStep {
  const cable = cableOf(topology, leg)
  return {
    text: `cut ${topology.cables[cable]?.name ?? endpointText(leg.end)} (${leg.text}) and restore it`,
    operations: light(cable, false),
    undo: light(cable, true),
    reverts,
  }
}

const light = (cable: number, on: boolean): Operation[] =>
  (['a', 'b'] as const).map((end) => ({ op: 'light', cable, end, on }))
