import type { BondOptions, InterfaceRef, Network, NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { networkOf } from '../parts/lan.ts'

/** Access and distribution of a campus, joined in one of several ways. */
export interface CampusLayers {
  readonly distribution: readonly [NodeBuilder, NodeBuilder]
  /** Each with handles of its own. */
  readonly access: readonly (object & { readonly node: NodeBuilder })[]
  /** A host or a server, the `position`-th thing at the access switches. */
  attach(position: number, name: string, place: AccessRole): Attached
  /** Gives a router its LAN device, called lan; `at`: at which distribution switch it stands. */
  router(node: NodeBuilder, at: 0 | 1): RouterLan
  /** Once everything is plugged in; the handles of the site that only this way has. */
  finish(): { readonly peer: CableHandle }
  /** The same of what is attached, and of an access switch. */
  ownOf(attached: Attached): object
  ownOfAccess(position: number): object
}

export interface AccessRole {
  readonly role: 'host' | 'server'
  readonly vlan: number
  /** The last number of its address. */
  readonly last: number
}

export interface Attached {
  readonly node: NodeBuilder
  readonly leg1: CableHandle
  readonly leg2: CableHandle
  readonly vlan: number
}

export interface RouterLan {
  readonly lan: CableHandle
  /** To the other distribution switch, where there is one. */
  readonly lan2?: CableHandle
}

/** A node with a bond over two legs; `ports`: where they lead. */
export function plug(
  net: Network,
  name: string,
  { role, vlan, last }: AccessRole,
  { bond, ports }: { readonly bond: Omit<BondOptions, 'members'>; readonly ports: readonly [Socket, Socket] },
): Attached {
  const node = net.node(name, { role, risks: [`rack-${name}`] })
  const leg = (at: 0 | 1): CableHandle =>
    net.link(node.port(`eth${String(at)}`), ports[at](name), { role: 'leg', risks: [`tray-${'ab'.charAt(at)}`] })
  const [leg1, leg2] = [leg(0), leg(1)]
  const addresses = [`${networkOf(vlan)}.${String(last)}/24`]
  node.bond('bond0', { ...bond, members: ['eth0', 'eth1'], addresses })
  node.route('default', `${networkOf(vlan)}.1`)
  return { node, leg1, leg2, vlan }
}

/** The port for a node of this name. */
export type Socket = (name: string) => InterfaceRef
