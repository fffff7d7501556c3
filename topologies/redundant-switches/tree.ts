import {
  nth,
  type InterfaceOptions,
  type InterfaceRef,
  type Network,
  type NodeBuilder,
  type StpPortOptions,
} from '../../src/compose/index.ts'
import type { CableHandle, CableSelector } from '../../src/model/handle.ts'
import { forwardingUplink, shutUplink } from '../parts/tree-uplink.ts'
import { trunkOf, type Access, type Layers, type Socket } from './layers.ts'
import type { TreeOptions } from './options.ts'
import type { Vlan } from '../../src/model/vlans.ts'

interface Own {
  readonly peer: CableHandle
}

interface OwnOfAccess {
  readonly activeUplink: CableSelector
  readonly standbyUplink: CableSelector
}

/** Two distribution switches, joined, and access switches with an uplink to either: a spanning tree blocks what is too many. */
export class Tree implements Layers<Own, OwnOfAccess> {
  readonly distribution: readonly [NodeBuilder, NodeBuilder]
  readonly access: readonly Access[]
  readonly #peer: CableHandle
  readonly #net: Network
  readonly #options: TreeOptions
  readonly #trunk: InterfaceOptions
  readonly #switches = new Map<NodeBuilder, { readonly ports: string[]; readonly priority: number }>()

  constructor(net: Network, count: number, vlans: readonly Vlan[], options: TreeOptions) {
    this.#net = net
    this.#options = options
    this.#trunk = trunkOf(vlans)
    const { priority, cost } = options
    const d1 = this.#switch('d1', priority.root, ['rack-1', 'feed-a'])
    const d2 = this.#switch('d2', priority.backup, ['rack-2', 'feed-b'])
    this.distribution = [d1, d2]
    const peered: InterfaceOptions = { ...this.#trunk, stpPort: { cost: cost.peer } }
    this.#peer = net.link(this.#port(d1, 'peer', peered), this.#port(d2, 'peer', peered), {
      role: 'peer',
      risks: ['tray-peer'],
    })
    this.access = Array.from({ length: count }, (_, k) => this.#uplinked(k + 1))
  }

  atDistribution(position: number, name: string): Socket {
    return this.#edge(nth('distribution', this.distribution, position), name)
  }

  atAccess(position: number, name: string): Socket {
    return this.#edge(nth('access', this.access, position).node, name)
  }

  finish(): Own {
    const options = this.#options
    for (const [node, { ports, priority }] of this.#switches) {
      const tree = options.rapid ? { rstp: { ...options.timers, priority } } : { stp: { ...options.timers, priority } }
      node.bridge('br0', { ports, ...tree })
    }
    return { peer: this.#peer }
  }

  ownOf(access: Access): OwnOfAccess {
    const { cost } = this.#options
    return {
      activeUplink: forwardingUplink(access),
      standbyUplink: shutUplink(this.#shutState, access, cost.uplink < cost.peer),
    }
  }

  /** A port that is not needed, in the words of whose bridge it is. */
  get #shutState(): 'discarding' | 'blocking' {
    return this.#options.rapid && this.#options.timers.by !== 'mstpd' ? 'discarding' : 'blocking'
  }

  #uplinked(position: number): Access {
    const name = `a${String(position)}`
    const node = this.#switch(name, this.#options.priority.access, [
      `rack-${name}`,
      position % 2 === 1 ? 'feed-a' : 'feed-b',
    ])
    const { cost, ...options } = this.#options
    const own = (stpPort: StpPortOptions = {}): InterfaceOptions => ({
      ...this.#trunk,
      stpPort: { cost: cost.uplink, ...stpPort },
    })
    const guarded: StpPortOptions = !options.rapid && options.rootGuard ? { guard: 'root' } : {}
    const up = (at: 0 | 1): CableHandle =>
      this.#net.link(
        this.#port(node, `up${String(at + 1)}`, own()),
        this.#port(this.distribution[at], name, own(guarded)),
        { role: 'uplink', risks: [`tray-${'ab'.charAt(at)}`] },
      )
    return { node, uplink1: up(0), uplink2: up(1) }
  }

  #edge(node: NodeBuilder, name: string): Socket {
    const options = this.#options
    const kind: StpPortOptions = options.rapid ? { edge: true } : options.bpduGuard ? { guard: 'bpdu' } : {}
    const stpPort = { cost: options.cost.uplink, ...kind }
    return { port: this.#port(node, name, { ...this.#trunk, stpPort }), risks: [] }
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
