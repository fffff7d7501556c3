import { bareAddress, networkOf } from './address.ts'
import type { Node } from './topology.ts'

/** The network in which a node has this address, `10.0.1.0/24`; of one that it may have later, and of a stranger's: the address itself. */
function networkAt({ interfaces }: Node, address: string): string {
  const own = interfaces.flatMap(({ addresses }) => addresses).find((text) => bareAddress(text) === address)
  return (own === undefined ? null : networkOf(own)) ?? address
}

/** The networks between which a packet goes: a fault of one VLAN concerns those of one pair of networks alone. */
export const networksBetween = (near: Node, source: string, far: Node, target: string): string =>
  `${networkAt(near, source)} ${networkAt(far, target)}`
