import type { Call, ComposedSpec, Json, NodeSpec, Options } from '../../spec.ts'

/** A composed topology while it is drawn: nodes in the order of their first mention, bridges last. */
export class Sketch {
  readonly #nodes = new Map<string, { options: Options; calls: Call[]; bridge: Bridge | null; ports: number }>()
  readonly #links: (readonly [string, string])[] = []

  node(name: string, options: Options): string {
    this.#nodes.set(name, { options, calls: [], bridge: null, ports: 0 })
    return name
  }

  call(node: string, ...call: Call): void {
    this.#of(node).calls.push(call)
  }

  /** What is plugged into this node from now on belongs to its bridge. */
  bridged(node: string, options: Options): void {
    this.#of(node).bridge = { options, ports: [] }
  }

  /** Of a node that has been drawn already: more options, and more of its bridge. */
  more(node: string, { options = {}, bridge = {} }: { readonly options?: Options; readonly bridge?: Options }): void {
    const of = this.#of(node)
    of.options = { ...of.options, ...options }
    if (of.bridge !== null) of.bridge.options = { ...of.bridge.options, ...bridge }
  }

  /** A bond, or whatever else is a port of the bridge. */
  intoBridge(node: string, name: string): void {
    this.#of(node).bridge?.ports.push(name)
  }

  /** A cable between two new ports; each end with its options. Names of both ports. */
  link(a: string, b: string, optionsA: Options = {}, optionsB: Options = {}): readonly [string, string] {
    const ends = [this.#port(a, optionsA), this.#port(b, optionsB)] as const
    this.#links.push([`${a}:${ends[0]}`, `${b}:${ends[1]}`])
    return ends
  }

  finish(): ComposedSpec {
    return {
      nodes: [...this.#nodes].map(([name, { options, calls, bridge }]): NodeSpec => {
        const last: readonly Call[] =
          bridge === null ? [] : [['bridge', 'br0', { ports: bridge.ports, ...bridge.options } satisfies Json]]
        return { name, options, calls: [...calls, ...last] }
      }),
      links: this.#links,
    }
  }

  #port(node: string, options: Options): string {
    const of = this.#of(node)
    const name = of.bridge === null ? `eth${of.ports}` : `p${of.ports + 1}`
    of.ports += 1
    if (Object.keys(options).length > 0) of.calls.push(['port', name, options])
    else of.calls.push(['port', name])
    return name
  }

  #of(node: string) {
    const found = this.#nodes.get(node)
    if (found === undefined) throw new Error(`the sketch has no node ${node}`)
    return found
  }
}

interface Bridge {
  options: Options
  readonly ports: string[]
}
