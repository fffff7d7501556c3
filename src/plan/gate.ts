import type { Experiment } from '../model/lab.ts'
import type { NamedWait, Operation } from '../model/operation.ts'
import type { GatePlan, Plan, RehearsalStep } from '../model/plan.ts'
import { endpointText } from '../model/topology.ts'
import type { Endpoint, Interface, Node, Topology } from '../model/topology.ts'

/** What must hold before the fault; `carried` are the cable ends that the flows need. */
export function gatePlan(
  experiment: Experiment,
  topology: Topology,
  settle: Plan['settle'],
  carried: readonly Endpoint[],
): GatePlan {
  const states = settle.map(({ wait }) => wait)
  const legs = activeLegs(topology, states)
  return {
    kind: experiment.gate,
    states: experiment.gate === 'full' ? states : naiveStates(topology),
    carried: experiment.gate === 'full' ? carried : [],
    rehearsal: experiment.rehearse ? rehearsal(topology, legs) : [],
  }
}

/** What most people check: the lights are on and the bonds are up. */
function naiveStates(topology: Topology): NamedWait[] {
  const bonds = topology.nodes.flatMap((node) =>
    node.interfaces
      .filter((one) => one.kind === 'bond')
      .map((one): NamedWait => ({ wait: 'carrier', node: node.name, name: one.name })),
  )
  const ends = topology.cables
    .flatMap(({ a, b }) => [a, b])
    .map((end): NamedWait => ({ wait: 'carrier', node: end.node, name: end.interface }))
  return [...ends, ...bonds]
}

/** Ends of the cables that carry traffic now and whose standby is to prove itself, each with what it is. */
function activeLegs(topology: Topology, states: readonly NamedWait[]): readonly { end: Endpoint; text: string }[] {
  const members = topology.nodes.flatMap((node) => node.interfaces.flatMap((bond) => activeMembers(node, bond)))
  const routers = states.flatMap((state) => {
    if (state.wait !== 'vrrpSettled') return []
    const node = topology.nodes.find(({ name }) => name === state.active.node)
    const router = node?.virtualRouters.find(({ name }) => name === state.active.name)
    return node === undefined || router === undefined
      ? []
      : [{ end: { node: node.name, interface: router.interface }, text: `active router ${node.name}` }]
  })
  return [...members, ...routers]
}

function activeMembers(node: Node, bond: Interface): { end: Endpoint; text: string }[] {
  if (bond.kind !== 'bond') return []
  const names = node.interfaces.filter(({ master }) => master === bond.name).map(({ name }) => name)
  if (names.length < 2) return []
  const active = bond.bond.mode === '802.3ad' ? names : [bond.bond.primary ?? names[0] ?? '']
  return active.map((name) => ({
    end: { node: node.name, interface: name },
    text: `leg ${name} of ${node.name}:${bond.name}`,
  }))
}

/** Each active leg's cable is cut once and restored; a cable that two reasons name is cut once. */
function rehearsal(topology: Topology, legs: readonly { end: Endpoint; text: string }[]): RehearsalStep[] {
  const steps = new Map<number, RehearsalStep>()
  for (const { end, text } of legs) {
    const cable = topology.cables.findIndex(({ a, b }) => [a, b].some((one) => endpointText(one) === endpointText(end)))
    const name = topology.cables[cable]?.name
    if (name === undefined || steps.has(cable)) continue
    steps.set(cable, {
      text: `cut ${name} (${text}) and restore it`,
      operations: light(cable, false),
      undo: light(cable, true),
    })
  }
  return [...steps.values()]
}

const light = (cable: number, on: boolean): Operation[] =>
  (['a', 'b'] as const).map((end) => ({ op: 'light', cable, end, on }))
