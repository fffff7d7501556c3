import type { Network, NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { networkOf } from '../parts/lan.ts'
import type { Socket } from './layers.ts'
import { vlanNumber, type Vlan } from '../../src/model/vlans.ts'

/** A host or server and its one cable. */
export interface AttachedNode {
  readonly node: NodeBuilder
  readonly link: CableHandle
}

/** Hosts and servers: one after the other they get the addresses .1, .2, ... of each LAN. */
export class Ends {
  readonly #net: Network
  readonly #vlans: readonly Vlan[]
  #last = 0

  constructor(net: Network, vlans: readonly Vlan[]) {
    this.#net = net
    this.#vlans = vlans
  }

  plug(role: 'host' | 'server', name: string, socket: (name: string) => Socket): AttachedNode {
    this.#last += 1
    const node = this.#net.node(name, { role, risks: [`rack-${name}`] })
    const untagged = this.#vlans.length > 0 ? {} : { addresses: [`${address(UNTAGGED, this.#last)}/24`] }
    const near = node.port('eth0', untagged)
    const { port, risks } = socket(name)
    const link = this.#net.link(near, port, { role: 'edge', risks: [...risks, `tray-${name}`] })
    for (const named of this.#vlans) {
      const vlan = vlanNumber(named)
      const own = address(vlan, this.#last)
      node.vlan(`eth0.${String(vlan)}`, { parent: 'eth0', vlan: named, addresses: [`${own}/24`] })
      node.probe(own)
    }
    return { node, link }
  }
}

const UNTAGGED = 1

const address = (vlan: number, last: number): string => `${networkOf(vlan)}.${String(last)}`
