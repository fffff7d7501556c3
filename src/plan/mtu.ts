import type { Problem } from '../model/problem.ts'
import { endpointText, type Endpoint, type Interface, type Topology } from '../model/topology.ts'
import { wiringOf } from '../theory/wired.ts'
import { on, type Wiring } from '../theory/wiring.ts'

const ETHERNET_MTU = 1500

/** Cables with one MTU at each end: whatever is larger than the smaller one is lost, and only one way. */
export function twoMtuWarnings(topology: Topology): Problem[] {
  // The nodes of a containerlab file set their MTUs themselves.
  if (topology.containerlab !== undefined) return []
  const wiring = wiringOf(topology)
  return topology.cables.flatMap(({ name, a, b }) => {
    const ends = [a, b].map((at) => ({ at, mtu: mtuOf(wiring, at) })).sort((one, other) => one.mtu - other.mtu)
    const [small, large] = ends
    if (small === undefined || large === undefined || small.mtu === large.mtu) return []
    return [
      {
        code: 'two-mtus',
        what: `cable ${name} has an MTU of ${large.mtu} at ${endpointText(large.at)} and of ${small.mtu} at ${endpointText(small.at)}, which drops what is larger and reports nothing`,
        allowed: 'one MTU at both ends of a cable',
        next: `give both ports mtu: ${large.mtu}, or both mtu: ${small.mtu}`,
      },
    ]
  })
}

/** As the kernel sets it: legs have the MTU of their bond, a VLAN that of its parent, a bridge the least of its ports'. */
export function mtuOf(wiring: Wiring, at: Endpoint): number {
  const one = wiring.interface(at)
  const master = wiring.master(at)
  if (one === undefined) return ETHERNET_MTU
  if (master?.kind === 'bond') return mtuOf(wiring, on(at.node, master.name))
  return one.mtu ?? inherited(wiring, at, one)
}

function inherited(wiring: Wiring, at: Endpoint, one: Interface): number {
  if (one.kind === 'vlan' || one.kind === 'macvlan') return mtuOf(wiring, on(at.node, one.parent))
  if (one.kind !== 'bridge') return ETHERNET_MTU
  const ports = wiring.members(at).map(({ name }) => mtuOf(wiring, on(at.node, name)))
  return ports.length === 0 ? ETHERNET_MTU : Math.min(...ports)
}
