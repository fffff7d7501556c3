import {
  nth,
  type InterfaceOptions,
  type InterfaceRef,
  type Network,
  type NodeBuilder,
  type StpPortOptions,
} from '../../src/compose/index.ts'
import type { CableHandle, CableSelector } from '../../src/model/handle.ts'
import { activeLeg } from '../parts/active-leg.ts'
import { forwardingUplink } from '../parts/tree-uplink.ts'
import { plug, type Attached, type CampusLayers, type AccessRole, type RouterLan } from './layers.ts'
import type { TreeWay } from './options.ts'
import type { Vlan } from '../../src/model/vlans.ts'

interface Access {
  readonly node: NodeBuilder
  readonly uplink1: CableHandle
  readonly uplink2: CableHandle
}

/** A spanning tree over access and distribution; hosts have their legs at two neighbours and use one of them. */
export class Tree implements CampusLayers {
  readonly distribution: readonly [NodeBuilder, NodeBuilder]
  readonly access: readonly Access[]
  readonly #net: Network
  readonly #way: TreeWay
  readonly #trunk: InterfaceOptions
  readonly #peer: CableHandle
  readonly #switches = new Map<NodeBuilder, { readonly ports: string[]; readonly priority: number }>()

  constructor(net: Network, count: number, vlans: readonly Vlan[], way: TreeWay) {
    this.#net = net
    this.#way = way
    this.#trunk = { vlans: { tagged: vlans }, stpPort: { cost: COST } }
    const [d1, d2] = [this.#switch('d1', 4096, ['rack-1', 'feed-a']), this.#switch('d2', 8192, ['rack-2', 'feed-b'])]
    this.distribution = [d1, d2]
    const peer = (node: NodeBuilder): InterfaceRef => this.#port(node, 'peer', this.#trunk)
    this.#peer = net.link(peer(d1), peer(d2), { role: 'peer', risks: ['tray-peer'] })
    this.access = Array.from({ length: count }, (_, k) => this.#uplinked(k + 1))
  }

  attach(position: number, name: string, place: AccessRole): Attached {
    const kind: StpPortOptions = this.#isRapid ? { edge: true } : { guard: 'bpdu' }
    const edge: InterfaceOptions = { vlans: { native: place.vlan }, stpPort: { cost: COST, ...kind } }
    const socket = (at: number) => (port: string) =>
      this.#port(nth('access', this.access, (at % this.access.length) + 1).node, port, edge)
    const bond = { ...this.#way.bond, mode: 'active-backup' } as const
    return plug(this.#net, name, place, { bond, ports: [socket(position - 1), socket(position)] })
  }

  router(node: NodeBuilder, at: 0 | 1): RouterLan {
    const own = this.#isRapid ? { ...this.#trunk, stpPort: { cost: COST, edge: true } } : this.#trunk
    const port = this.#port(this.distribution[at], node.name, own)
    return { lan: this.#net.link(node.port('lan'), port, { role: 'lan', risks: [`tray-${'ab'.charAt(at)}`] }) }
  }

  finish(): { readonly peer: CableHandle } {
    const { tree } = this.#way
    for (const [node, { ports, priority }] of this.#switches) {
      const own = 'rstp' in tree ? { rstp: { ...tree.rstp, priority } } : { stp: { ...tree.stp, priority } }
      node.bridge('br0', { ports, ...own })
    }
    return { peer: this.#peer }
  }

  ownOf({ node, leg1, leg2 }: Attached): { readonly activeLeg: CableSelector } {
    return { activeLeg: activeLeg(node, 'bond0', [leg1, leg2]) }
  }

  ownOfAccess(position: number): { readonly activeUplink: CableSelector } {
    return { activeUplink: forwardingUplink(nth('access', this.access, position)) }
  }

  get #isRapid(): boolean {
    return 'rstp' in this.#way.tree
  }

  #uplinked(position: number): Access {
    const name = `a${String(position)}`
    const node = this.#switch(name, 32_768, [`rack-${name}`, position % 2 === 1 ? 'feed-a' : 'feed-b'])
    const up = (at: 0 | 1): CableHandle =>
      this.#net.link(
        this.#port(node, `up${String(at + 1)}`, this.#trunk),
        this.#port(this.distribution[at], name, this.#trunk),
        { role: 'uplink', risks: [`tray-${'ab'.charAt(at)}`] },
      )
    return { node, uplink1: up(0), uplink2: up(1) }
  }

  #switch(name: string, priority: number, risks: readonly string[]): NodeBuilder {
    const node = this.#net.node(name, { role: 'switch', risks })
    this.#switches.set(node, { ports: [], priority })
    return node
  }

  #port(node: NodeBuilder, name: string, own: InterfaceOptions): InterfaceRef {
    this.#switches.get(node)?.ports.push(name)
    return node.port(name, own)
  }
}

/** IEEE 802.1D-1998: 1 Gb/s. */
const COST = 4
