import { nth, type InterfaceOptions, type Network, type NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { Pair, type PairOptions } from '../mlag/pair.ts'
import { accessNode, LaggedAccess } from './lagged-access.ts'
import { trunkOf, type Layers, type Socket } from './layers.ts'

interface Own {
  readonly peer: CableHandle
  readonly heartbeat: CableHandle
}

/** The distribution is an MLAG pair: two switches that an access switch takes for one; servers are its orphans. */
export class PairLayers implements Layers<Own> {
  readonly distribution: readonly [NodeBuilder, NodeBuilder]
  readonly access: readonly LaggedAccess[]
  readonly #pair: Pair

  constructor(net: Network, count: number, options: PairOptions) {
    const trunk: InterfaceOptions = trunkOf(options.vlans)
    this.#pair = new Pair(net, 1, ['d1', 'd2'], options)
    this.distribution = this.#pair.switches
    this.access = Array.from({ length: count }, (_, k) => {
      const node = accessNode(net, k + 1)
      const [one, two] = this.#pair.lag(node.name).ports
      const far = [
        { port: one, risks: [] },
        { port: two, risks: [] },
      ] as const
      return new LaggedAccess(net, { node, far }, options.bond, trunk)
    })
  }

  atDistribution(position: number, name: string): Socket {
    return { port: this.#pair.orphan(position === 1 ? 0 : 1, name), risks: [] }
  }

  atAccess(position: number, name: string): Socket {
    return nth('access', this.access, position).socket(name)
  }

  finish(): Own {
    for (const one of this.access) one.finish()
    return this.#pair.finish()
  }

  ownOf(): object {
    return {}
  }
}
