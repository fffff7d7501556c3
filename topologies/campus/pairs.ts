import { handles, nth, type Network, type NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { Pair, type PairOptions } from '../mlag/pair.ts'
import { plug, type Attached, type CampusLayers, type AccessRole, type RouterLan } from './layers.ts'

interface Channels {
  readonly peer: CableHandle
  readonly heartbeat: CableHandle
}

interface Access {
  readonly node: NodeBuilder
  readonly uplink: CableHandle
}

/** MLAG pairs in access and distribution, a LAG between them; hosts and routers have a LAG over the pair that they are at. */
export class Pairs implements CampusLayers {
  readonly distribution: readonly [NodeBuilder, NodeBuilder]
  readonly access: readonly Access[]
  readonly #net: Network
  readonly #bond: PairOptions['bond']
  readonly #core: Pair
  readonly #pairs: readonly Pair[]

  /** `count`: access switches, two to a pair. */
  constructor(net: Network, count: number, options: PairOptions) {
    this.#net = net
    this.#bond = options.bond
    this.#core = new Pair(net, 1, ['d1', 'd2'], options)
    this.distribution = this.#core.switches
    const access: Access[] = []
    this.#pairs = Array.from({ length: count / 2 }, (_, k) => {
      const pair = new Pair(net, k + 2, [`a${String(2 * k + 1)}`, `a${String(2 * k + 2)}`], options)
      const [up, down] = [pair.lag('uplink').ports, this.#core.lag(`p${String(k + 1)}`).ports]
      const uplink = (at: 0 | 1): CableHandle =>
        net.link(up[at], down[at], { role: 'uplink', risks: [`tray-${'ab'.charAt(at)}`] })
      access.push({ node: pair.switches[0], uplink: uplink(0) }, { node: pair.switches[1], uplink: uplink(1) })
      return pair
    })
    this.access = access
  }

  attach(position: number, name: string, place: AccessRole): Attached {
    const pair = nth('pair', this.#pairs, ((position - 1) % this.#pairs.length) + 1)
    const [one, two] = pair.lag(name, { native: place.vlan }).ports
    const bond = { ...this.#bond, mode: '802.3ad' } as const
    return plug(this.#net, name, place, { bond, ports: [() => one, () => two] })
  }

  router(node: NodeBuilder, at: 0 | 1): RouterLan {
    const { ports } = this.#core.lag(node.name)
    const leg = (name: string, to: 0 | 1): CableHandle =>
      this.#net.link(node.port(name), ports[to], { role: 'lan', risks: [`tray-${'ab'.charAt(to)}`] })
    const cables = { lan: leg('lan1', at), lan2: leg('lan2', at === 0 ? 1 : 0) }
    node.bond('lan', { ...this.#bond, mode: '802.3ad', members: ['lan1', 'lan2'] })
    return cables
  }

  finish(): Channels & { readonly pair: (position: number) => Channels } {
    const pairs = this.#pairs.map((pair) => handles('a pair of campus', pair.finish()))
    return { ...this.#core.finish(), pair: (position: number) => nth('pair', pairs, position) }
  }

  ownOf(): object {
    return {}
  }

  ownOfAccess(): object {
    return {}
  }
}
