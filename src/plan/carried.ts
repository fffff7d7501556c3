import type { Effect } from '../model/fault.ts'
import type { FlowPlan } from '../model/plan.ts'
import { endpointText, reachedAt, type Cable, type Node, type Topology } from '../model/topology.ts'
import { Damage } from '../theory/damage.ts'
import { arrives } from '../theory/path.ts'
import type { Way } from '../theory/path.ts'
import { wiringOf } from '../theory/wired.ts'
import { World } from '../theory/world.ts'

/**
 * Whether a cable carries traffic while all is well: without it, before any protocol has reacted, some stream would not
 * arrive. Every leg of a LAG does, and no standby leg; those of a balance-tlb or balance-alb bond are used as their load has it.
 */
export function carrying(topology: Topology, flows: readonly FlowPlan[]): (cable: Cable) => boolean {
  const whole = new World(wiringOf({ ...topology, nodes: topology.nodes.map(byTurns) }), new Damage([]), null)
  const ways = waysOf(flows).flatMap((way) => {
    const asked = new Set<string>()
    return arrives(whole.damaged(new Damage([], asked)), way) ? [{ way, asked }] : []
  })
  return ({ a, b }) => {
    const broken = whole.damaged(new Damage(cut(a, b)))
    // What was not asked about on its way has no say in it.
    return ways.some(({ way, asked }) => [a, b].some((end) => asked.has(endpointText(end))) && !arrives(broken, way))
  }
}

/** A broadcast bond sends each packet by all of its legs, and loses none without one of them: each counts, as if packets took turns. */
const byTurns = (node: Node): Node => ({
  ...node,
  interfaces: node.interfaces.map((one) =>
    one.kind === 'bond' && one.bond.mode === 'broadcast' ? { ...one, bond: { ...one.bond, mode: 'balance-rr' } } : one,
  ),
})

const cut = (...ends: readonly Cable['a'][]): Effect[] => ends.map((at) => ({ effect: 'carrier-lost', at }))

/** Streams that differ in their ports alone go one way. */
function waysOf(flows: readonly FlowPlan[]): readonly Way[] {
  const streams = flows.flatMap((flow) => flow.streams)
  const distinct = new Map(
    streams.map(({ from, to }): [string, Way] => [
      `${from.node} ${from.address} ${to.node} ${reachedAt(to)}`,
      { from: from.node, to: to.node, pairs: [{ source: from.address, target: reachedAt(to) }] },
    ]),
  )
  return [...distinct.values()]
}
