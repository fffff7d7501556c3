import { CallSite } from '../words/callsite.ts'
import type { CableHandle, NodeHandle } from '../model/handle.ts'
import { throwProblems, type Problem } from '../model/problem.ts'
import { shown } from '../words/shown.ts'
import { cableName, type Cable, type Endpoint, type Topology } from '../model/topology.ts'
import { nodeBuilder, type InterfaceRef, type NodeBuilder } from './node.ts'
import type { LinkOptions, NodeOptions } from './options.ts'
import { Parameters } from '../words/parameters.ts'
import type { Part } from './report.ts'
import { topologyProblems } from './validate.ts'
import { VirtualAddress } from './virtual-address.ts'

/**
 * A topology of one's own: nodes, what is in them, and the cables between them.
 * Names, MACs, interface indexes and their order follow from the order of the calls and nothing else.
 *
 *     const net = compose('two-hosts')
 *     const a = net.node('a', { role: 'host' })
 *     const b = net.node('b', { role: 'server' })
 *     const cable = net.link(a.port('eth0', { addresses: ['10.0.0.1/24'] }), b.port('eth0', { addresses: ['10.0.0.2/24'] }))
 *     export const site = { topology: net.build(), a, b, cable }
 */
export function compose(name: string): Network {
  return new Network(name)
}

export class Network {
  readonly #name: string
  readonly #site = new CallSite()
  readonly #problems: Problem[] = []
  readonly #nodes: NodeBuilder[] = []
  readonly #cables: { readonly cable: Cable; readonly site: CallSite }[] = []

  constructor(name: string) {
    this.#name = name
  }

  /** A node: host, server, switch or router. */
  node(name: string, options: NodeOptions): NodeBuilder {
    const node = nodeBuilder(name, this.#nodes.length, options, this.#problems)
    this.#nodes.push(node)
    return node
  }

  /** A cable. Its handle is near `a`; `b` is the far end. */
  link(a: InterfaceRef, b: InterfaceRef, options: LinkOptions = {}): CableHandle {
    const [near, far] = [endpointOf(a), endpointOf(b)]
    const parameters = new Parameters(`link ${cableName(near, far)}`, options, this.#problems)
    for (const one of [a, b] as readonly unknown[]) {
      if (isInterface(one)) continue
      const what = `a cable ends at ${one === undefined ? 'undefined' : shown(one)}`
      parameters.problem('not-an-interface', what, { allowed: "a port of a node: node.port('eth0')" })
    }
    const cable: Cable = {
      name: cableName(near, far),
      a: near,
      b: far,
      role: parameters.text('role') ?? 'link',
      risks: parameters.names('risks'),
    }
    parameters.rejectUnknown()
    if (isInterface(a) && isInterface(b)) this.#cables.push({ cable, site: parameters.site })
    return { handle: 'cable', cable, near, far }
  }

  /**
   * A service at a virtual address, without prefix length: what `flow` and `session` may go to. The server runs at each node with a
   * virtual router of this address. It is asked for its nodes after `build()`.
   */
  virtualAddress(address: string): NodeHandle {
    return new VirtualAddress(address, () => this.#nodes.map(({ node }) => node))
  }

  /** The whole, checked. Throws BackhoeError with every problem at once, each with the line of its declaration. */
  build(): Topology {
    const topology: Topology = {
      name: this.#name,
      nodes: this.#nodes.map((node) => node.finish()),
      cables: this.#cables.map(({ cable }) => cable),
    }
    const problems = [...this.#problems, ...topologyProblems(topology, (place) => this.#placeOf(place))]
    throwProblems(problems.filter((one, at) => problems.findIndex((other) => isSame(one, other)) === at))
    return topology
  }

  #placeOf(place: Part): string | undefined {
    if (place === 'topology') return this.#site.text
    if ('cable' in place) return this.#cables[place.cable]?.site.text
    return this.#nodes[place.node]?.placeOf(place.what ?? '')
  }
}

const isInterface = (value: unknown): value is InterfaceRef =>
  typeof value === 'object' && value !== null && 'node' in value && typeof value.node === 'string' && 'name' in value

const endpointOf = (value: unknown): Endpoint =>
  isInterface(value) ? { node: value.node, interface: value.name } : { node: '?', interface: '?' }

const isSame = (a: Problem, b: Problem): boolean => a.code === b.code && a.what === b.what && a.where === b.where
