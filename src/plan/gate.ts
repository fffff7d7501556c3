import type { Experiment } from '../model/lab.ts'
import type { CarrierWait } from '../model/kinds/link.ts'
import { isVrrpSettled, type VrrpMember, type VrrpSettled } from '../model/kinds/vrrp.ts'
import type { NamedWait, Operation } from '../model/operation.ts'
import type { GatePlan, Plan, RehearsalStep } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { endpointText, nodeOf } from '../model/topology.ts'
import { vrrpOf, type VirtualRouter } from '../mechanisms/vrrp/data.ts'
import type { Endpoint, Interface, Node, Topology } from '../model/topology.ts'
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
    rehearsal: experiment.rehearse ? rehearsal(experiment, topology, activeLegs(topology, states)) : [],
  }
}

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

/** A cable end in use, whose standby is to prove itself. */
interface Leg {
  readonly end: Endpoint
  readonly text: string
  /** Where nothing reverts by itself: who has taken over, and hands back when it is cut in turn. */
  readonly back: readonly Leg[]
}

function activeLegs(topology: Topology, states: readonly NamedWait[]): readonly Leg[] {
  const legs = topology.nodes.flatMap((node) => node.interfaces.flatMap((one) => bondLegs(node, one)))
  return [...legs, ...states.flatMap((state) => (isVrrpSettled(state) ? routerLegs(topology, state) : []))]
}

function bondLegs(node: Node, bond: Interface): Leg[] {
  const members = membersOf(node, bond.name)
  if (bond.kind !== 'bond' || members.length < 2) return []
  const named = (name: string, back: readonly Leg[]): Leg => ({
    end: { node: node.name, interface: name },
    text: `leg ${name} of ${node.name}:${bond.name}`,
    back,
  })
  const used = portsOf(node, bond.name)
  if (bond.bond.mode === '802.3ad') return used.map((name) => named(name, []))
  const { primary, primaryReselect } = bond.bond
  const next = members.filter((name) => !used.includes(name)).slice(0, 1)
  const back = primary !== undefined && primaryReselect === 'always' ? [] : next.map((name) => named(name, []))
  return used.map((name) => named(name, back))
}

function routerLegs(topology: Topology, { active, backups }: VrrpSettled): Leg[] {
  const legsOf = (who: string, member: VrrpMember, back: readonly Leg[]): Leg[] => {
    const node = nodeOf(topology, member.node)
    const router = routerOf(node, member)
    return portsOf(node, router?.interface ?? '').map((name) => ({
      end: { node: node.name, interface: name },
      text: `${who} ${node.name}`,
      back,
    }))
  }
  const preempts = routerOf(nodeOf(topology, active.node), active)?.preempt === true
  const [next] = preempts ? [] : backups
  return legsOf('active router', active, next === undefined ? [] : legsOf('then active router', next, []))
}

const routerOf = (node: Node, { name }: VrrpMember): VirtualRouter | undefined =>
  vrrpOf(node).routers.find((router) => router.name === name)

const membersOf = (node: Node, master: string): string[] =>
  node.interfaces.filter((one) => one.master === master).map(({ name }) => name)

/** The ports in use under an interface: of an active-backup bond the active one, of a LAG all. */
function portsOf(node: Node, name: string): string[] {
  const one = node.interfaces.find((candidate) => candidate.name === name)
  if (one === undefined) return []
  if (one.kind === 'port') return [name]
  if (one.kind === 'vlan' || one.kind === 'macvlan') return portsOf(node, one.parent)
  const members = membersOf(node, name)
  const used =
    one.kind === 'bond' && one.bond.mode === 'active-backup' ? [one.bond.primary ?? members[0] ?? ''] : members
  return used.flatMap((member) => portsOf(node, member))
}

/**
 * Each active leg's cable is cut once and restored; a cable that two reasons name is cut once. What does not revert by
 * itself is brought back by cutting who took over.
 */
function rehearsal({ name, where }: Experiment, topology: Topology, legs: readonly Leg[]): RehearsalStep[] {
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

const cableOf = (topology: Topology, { end }: Leg): number =>
  topology.cables.findIndex(({ a, b }) => [a, b].some((one) => endpointText(one) === endpointText(end)))

function step(topology: Topology, leg: Leg, reverts: boolean): RehearsalStep {
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
