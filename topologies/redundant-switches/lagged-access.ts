import type { InterfaceOptions, Network, NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { PairOptions } from '../mlag/pair.ts'
import type { Access, Socket } from './layers.ts'

/** An access switch whose two uplinks are one LAG. */
export class LaggedAccess implements Access {
  readonly node: NodeBuilder
  readonly uplink1: CableHandle
  readonly uplink2: CableHandle
  readonly #trunk: InterfaceOptions
  readonly #ports: string[] = [BOND]

  /** `far`: where the uplinks lead. */
  constructor(
    net: Network,
    { node, far }: { readonly node: NodeBuilder; readonly far: readonly [Socket, Socket] },
    bond: PairOptions['bond'],
    trunk: InterfaceOptions,
  ) {
    this.node = node
    this.#trunk = trunk
    const up = (at: 0 | 1): CableHandle =>
      net.link(node.port(`up${String(at + 1)}`), far[at].port, {
        role: 'uplink',
        risks: [...far[at].risks, `tray-${'ab'.charAt(at)}`],
      })
    this.uplink1 = up(0)
    this.uplink2 = up(1)
    node.bond(BOND, { ...bond, ...trunk, mode: '802.3ad', members: ['up1', 'up2'] })
  }

  socket(name: string): Socket {
    this.#ports.push(name)
    return { port: this.node.port(name, this.#trunk), risks: [] }
  }

  finish(): void {
    this.node.bridge('br0', { ports: this.#ports })
  }
}

/** Of access switch 1, 2, ... */
export function accessNode(net: Network, position: number): NodeBuilder {
  const name = `a${String(position)}`
  return net.node(name, { role: 'switch', risks: [`rack-${name}`, position % 2 === 1 ? 'feed-a' : 'feed-b'] })
}

const BOND = 'bond0'
