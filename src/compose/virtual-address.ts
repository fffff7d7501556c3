import { lentAddresses } from '../mechanisms/all/data.ts'
import { bareAddress } from '../model/address.ts'
import { callSite } from '../words/callsite.ts'
import type { NodeHandle } from '../model/handle.ts'
import { fail } from '../model/problem.ts'
import { didYouMean } from '../words/nearest.ts'
import type { Node, ProbeAddress } from '../model/topology.ts'

/** A service at an address of virtual routers, with its server behind it at each of their nodes; traffic may go to it. */
export class VirtualAddress implements NodeHandle {
  readonly handle = 'node'
  readonly isVirtual = true
  readonly #address: string
  readonly #nodes: () => readonly Node[]

  /** `nodes`: of the network, once they are built. */
  constructor(address: string, nodes: () => readonly Node[]) {
    this.#address = address
    this.#nodes = nodes
  }

  /** The preferred one of the nodes that may have the address. */
  get node(): Node {
    return this.#members()[0]
  }

  /** The others. */
  get replicas(): readonly Node[] {
    return this.#members().slice(1)
  }

  get probes(): readonly ProbeAddress[] {
    return [{ address: this.#address }]
  }

  /** In order of priority. */
  #members(): readonly [Node, ...Node[]] {
    const nodes = this.#nodes()
    const members = nodes
      .flatMap((node) => {
        const lent = lentAddresses(node).find(({ address }) => bareAddress(address) === this.#address)
        return lent === undefined ? [] : [{ node, priority: lent.priority }]
      })
      .sort((a, b) => b.priority - a.priority)
      .map(({ node }) => node)
    const [first, ...others] = members
    return first === undefined ? this.#unknown(nodes) : [first, ...others]
  }

  #unknown(nodes: readonly Node[]): never {
    const known = nodes.flatMap(lentAddresses).map(({ address }) => bareAddress(address))
    const where = callSite()
    return fail({
      code: 'no-virtual-address',
      what: `no virtual router has the address '${this.#address}'`,
      allowed: known.length === 0 ? 'none: there is no virtual router' : [...new Set(known)].join(', '),
      ...(where === undefined ? {} : { where }),
      ...didYouMean(this.#address, known),
    })
  }
}
