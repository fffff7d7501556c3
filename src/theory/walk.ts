import { reason, type Reason } from '../model/reason.ts'
import { endpointText, type Endpoint, type Node } from '../model/topology.ts'
import { IP } from './damage.ts'
import { trace, type StopRule } from './lan.ts'
import { comesIn, holderOf, isAt, leaves, MOST_HOPS, type Way } from './path.ts'
import { nextHops, type RoutedPacket } from './routes.ts'
import type { World } from './world.ts'

/** Where packets end that do not arrive. */
export interface Hole {
  readonly node: string
  /** null: in the node itself. */
  readonly interface: string | null
  readonly because: Reason
}

/** The way that packets take. */
export interface Walk {
  /** The ends of the cables that they cross, in order. */
  readonly passes: readonly Endpoint[]
  /** null: they arrive. */
  readonly hole: Hole | null
}

/** Of the pair of addresses whose packets do not arrive, if there is one. */
export function walk(world: World, { from, pairs }: Way): Walk | null {
  const node = world.wiring.node(from)
  // Answers from a virtual address begin wherever requests have arrived last.
  if (node === undefined || pairs.some(({ source }) => world.wiring.claimWith(source) !== undefined)) return null
  const walks = pairs.map((pair) => travel(world, node, { ...pair, ingress: null }, MOST_HOPS))
  return walks.find(({ hole }) => hole !== null) ?? walks[0] ?? null
}

function travel(world: World, node: Node, packet: RoutedPacket, hopsLeft: number): Walk {
  const ends = (at: string | null, because: Reason, passes: readonly Endpoint[] = []): Walk => ({
    passes,
    hole: { node: node.name, interface: at, because },
  })
  if (isAt(world, node, packet.target)) return { passes: [], hole: null }
  const { target: to, ingress } = packet
  if (ingress !== null && !node.forwarding)
    return ends(null, reason('not-forwarding')`${{ node: node.name }} does not route packets to ${{ to }}`)
  const { hops } = nextHops(world, node, packet)
  const unrouted = ends(null, reason('no-route')`${{ node: node.name }} has no route to ${{ to }}`)
  if (hopsLeft === 0) return unrouted
  const ways = hops.map(({ address, egress }): Walk => {
    if (!world.hasCarrier(egress))
      return ends(egress.interface, reason('no-carrier')`${{ port: endpointText(egress) }} has no carrier`)
    const neighbour = holderOf(world, address, egress)
    const next = neighbour === null ? undefined : world.wiring.node(neighbour.node)
    if (neighbour === null || next === undefined)
      return ends(egress.interface, reason('nobody-answers')`no node answers for ${{ address }}`)
    const { arrives, passes, stop } = trace(world, egress, neighbour, IP)
    if (!arrives && stop === null)
      return ends(
        egress.interface,
        reason('no-way')`no single obstacle keeps frames from ${{ neighbour: endpointText(neighbour) }}`,
      )
    if (stop !== null) {
      const because = WHY[stop.why](endpointText(stop.at))
      return { passes, hole: { node: stop.at.node, interface: stop.at.interface, because } }
    }
    const rest = travel(world, next, comesIn(world, leaves(world, packet, egress), neighbour), hopsLeft - 1)
    return { passes: [...passes, ...rest.passes], hole: rest.hole }
  })
  return ways.find(({ hole }) => hole !== null) ?? ways[0] ?? unrouted
}

const WHY: Readonly<Record<StopRule, (port: string) => Reason>> = {
  dark: (port) => reason('dark')`the cable at ${{ port }} is dark`,
  silent: (port) => reason('silent')`the cable at ${{ port }} carries no packet this way, though both ends have light`,
  'vlan-missing': (port) => reason('vlan-missing')`${{ port }} does not carry the VLAN of the packets`,
  'port-blocked': (port) => reason('port-blocked')`the spanning tree keeps ${{ port }} closed`,
  'standby-leg': (port) => reason('standby-leg')`packets come in at ${{ port }}, a leg that its bond does not use`,
  'port-stopped': (port) => reason('port-stopped')`${{ port }} neither collects nor distributes`,
  'bond-down': (port) => reason('bond-down')`${{ port }} has given up its carrier`,
  horizon: (port) => reason('horizon')`what comes over the peer link does not leave by ${{ port }}`,
  isolated: (port) => reason('isolated')`${{ port }} is an isolated port`,
}
