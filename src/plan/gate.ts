import type { Experiment } from '../model/lab.ts'
import type { NamedWait, Operation } from '../model/operation.ts'
import type { GatePlan, Plan, RehearsalStep } from '../model/plan.ts'
import { endpointText } from '../model/topology.ts'
import type { Endpoint, Node, Topology } from '../model/topology.ts'

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

interface Leg {
  readonly end: Endpoint
  readonly text: string
}

/** Ends of the cables whose standby is to prove itself, each with what it is. */
function activeLegs(topology: Topology, states: readonly NamedWait[]): readonly Leg[] {
  const legs = topology.nodes.flatMap((node) =>
    node.interfaces.flatMap((bond): Leg[] => {
      if (bond.kind !== 'bond' || node.interfaces.filter(({ master }) => master === bond.name).length < 2) return []
      return portsOf(node, bond.name).map((name) => leg(node, name, `leg ${name} of ${node.name}:${bond.name}`))
    }),
  )
  const routers = states.flatMap((state): Leg[] => {
    const node =
      state.wait === 'vrrpSettled' ? topology.nodes.find(({ name }) => name === state.active.node) : undefined
    const router = node?.virtualRouters.find(({ name }) => state.wait === 'vrrpSettled' && name === state.active.name)
    if (node === undefined || router === undefined) return []
    return portsOf(node, router.interface).map((name) => leg(node, name, `active router ${node.name}`))
  })
  return [...legs, ...routers]
}

const leg = (node: Node, name: string, text: string): Leg => ({ end: { node: node.name, interface: name }, text })

/** The ports in use under an interface: of an active-backup bond the active one, of a LAG all. */
function portsOf(node: Node, name: string): string[] {
  const one = node.interfaces.find((candidate) => candidate.name === name)
  if (one === undefined) return []
  if (one.kind === 'port') return [name]
  if (one.kind === 'vlan' || one.kind === 'macvlan') return portsOf(node, one.parent)
  const members = node.interfaces.filter(({ master }) => master === name).map((member) => member.name)
  const used =
    one.kind === 'bond' && one.bond.mode === 'active-backup' ? [one.bond.primary ?? members[0] ?? ''] : members
  return used.flatMap((member) => portsOf(node, member))
}

/** Each active leg's cable is cut once and restored; a cable that two reasons name is cut once. */
function rehearsal(topology: Topology, legs: readonly Leg[]): RehearsalStep[] {
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
