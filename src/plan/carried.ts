import type { Effect } from '../model/fault.ts'
import type { FlowPlan } from '../model/plan.ts'
import type { Cable, Endpoint, Topology } from '../model/topology.ts'
import { Damage } from '../theory/damage.ts'
import { arrives } from '../theory/path.ts'
import type { Way } from '../theory/path.ts'
import { Wiring } from '../theory/wiring.ts'
import { World } from '../theory/world.ts'

/**
 * Both ends of every cable that carries traffic while all is well: those without which, before any protocol has
 * reacted, some stream would not arrive. Every leg of a LAG is one, and no standby leg.
 */
export function neededEnds(topology: Topology, flows: readonly FlowPlan[]): Endpoint[] {
  const wiring = new Wiring(topology)
  const whole = new World(wiring, new Damage([]), null)
  const ways = flows.flatMap(waysOf).filter((way) => arrives(whole, way))
  const needed = topology.cables.filter((cable) => {
    const broken = whole.damaged(new Damage(cutOf(cable)))
    return ways.some((way) => !arrives(broken, way))
  })
  return needed.flatMap(({ a, b }) => [a, b])
}

const cutOf = ({ a, b }: Cable): Effect[] => [a, b].map((at) => ({ effect: 'carrier-lost', at }))

function waysOf({ streams }: FlowPlan): Way[] {
  return streams.map(({ from, to }) => ({
    from: from.node,
    to: to.node,
    pairs: [{ source: from.address, target: to.address }],
  }))
}
