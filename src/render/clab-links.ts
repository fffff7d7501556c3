import { createHash } from 'node:crypto'
import { REDIRECT_PREF } from '../model/operation.ts'
import { interfaceOf, type Cable, type Endpoint, type Topology } from '../model/topology.ts'

/**
 * `stitch`: a middle on the host's side, by containerlab itself (0.78 and later). `host`: the same from two host links and
 * redirects, for any version. `veth`: nothing between the ends, so that nobody can cut it.
 */
export const CLAB_LINKS = ['stitch', 'host', 'veth'] as const
export type ClabLinks = (typeof CLAB_LINKS)[number]

const ETHERNET_MTU = 1500

/** How cables are written: the file's links, and what each node's stages add to join them. */
export class ClabCables {
  readonly #topology: Topology
  readonly #names: Readonly<Record<string, string>>
  readonly #kind: ClabLinks

  /** `names` are containerlab's of nodes that cannot have their own. */
  constructor(topology: Topology, names: Readonly<Record<string, string>>, kind: ClabLinks) {
    this.#topology = topology
    this.#names = names
    this.#kind = kind
  }

  links(): readonly object[] {
    return this.#topology.cables.flatMap((cable) =>
      this.#kind === 'host' ? this.#halves(cable) : [this.#whole(cable)],
    )
  }

  /**
   * Each cable is joined once both its ends are there, by the node that comes later. It waits before it is created: who
   * waits afterwards keeps one of containerlab's workers, of which there are no more than processors.
   */
  stages(node: string): object | undefined {
    const own = this.#kind === 'host' ? this.#topology.cables.filter((cable) => this.#later(cable) === node) : []
    if (own.length === 0) return undefined
    const others = [...new Set(own.flatMap(({ a, b }) => [a.node, b.node]))].filter((other) => other !== node)
    return {
      create: { 'wait-for': others.map((other) => ({ node: this.#name(other), stage: 'create-links' })) },
      configure: {
        exec: own
          .flatMap((cable) => this.#join(cable))
          .map((command) => ({ command, target: 'host', phase: 'on-enter' })),
      },
    }
  }

  #later({ a, b }: Cable): string {
    const place = (end: Endpoint): number => this.#topology.nodes.findIndex(({ name }) => name === end.node)
    return place(a) > place(b) ? a.node : b.node
  }

  #name(node: string): string {
    return this.#names[node] ?? node
  }

  #whole(cable: Cable): object {
    return {
      type: this.#kind === 'veth' ? 'veth' : 'veth-stitch',
      endpoints: [cable.a, cable.b].map((end) => this.#endpoint(end)),
      mtu: this.#mtu(cable),
      vars: { backhoe: varsOf(cable) },
    }
  }

  #halves(cable: Cable): object[] {
    return [cable.a, cable.b].map((end) => ({
      type: 'host',
      endpoint: this.#endpoint(end),
      'host-interface': this.#middle(end),
      mtu: this.#mtu(cable),
      vars: { backhoe: { cable: cable.name, ...varsOf(cable) } },
    }))
  }

  #join({ a, b }: Cable): string[] {
    const [left, right] = [this.#middle(a), this.#middle(b)]
    return [
      [left, right],
      [right, left],
    ].flatMap(([from = '', to = '']) => [
      `tc qdisc add dev ${from} clsact`,
      // Of the classifiers, the one that every kernel has.
      `tc filter add dev ${from} ingress pref ${String(REDIRECT_PREF)} protocol all u32 match u32 0 0 action mirred egress redirect dev ${to}`,
    ])
  }

  #mtu(cable: Cable): number {
    return Math.max(...[cable.a, cable.b].map((end) => interfaceOf(this.#topology, end).mtu ?? ETHERNET_MTU))
  }

  /** One name on the whole host, of at most 15 characters. */
  #middle(end: Endpoint): string {
    const said = [this.#topology.name, end.node, end.interface].join('\0')
    return `bh-${createHash('sha256').update(said).digest('hex').slice(0, 10)}`
  }

  #endpoint(end: Endpoint): object {
    const port = interfaceOf(this.#topology, end)
    const member = port.kind === 'port' ? port.stackMember : undefined
    return {
      node: this.#name(end.node),
      interface: end.interface,
      mac: port.mac,
      ...(member === undefined ? {} : { vars: { backhoe: { stackMember: member } } }),
    }
  }
}

const varsOf = ({ role, risks }: Cable): object => ({ role, ...(risks.length > 0 ? { risks } : {}) })
