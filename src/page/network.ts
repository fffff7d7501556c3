import type { Endpoint } from '../model/topology.ts'
import type { Layout, PlacedCable } from '../picture/layout.ts'
import type { ReplayData } from './data.ts'

const keyOf = ({ node, interface: name }: Endpoint): string => `${node} ${name}`

/** A cable that is crossed from `a` to `b`, or the other way. */
export interface Crossing {
  readonly cable: PlacedCable
  readonly isForward: boolean
}

/** Which box and which line of the picture stand for a node and a cable. */
export class DrawnNetwork {
  readonly layout: Layout
  readonly #cables: ReplayData['cables']
  readonly #boxes: ReadonlyMap<string, string>
  readonly #byEnd: ReadonlyMap<string, ReplayData['cables'][number]>
  readonly #lines: ReadonlyMap<string, PlacedCable>

  constructor(layout: Layout, cables: ReplayData['cables']) {
    this.layout = layout
    this.#cables = cables
    this.#boxes = new Map(layout.nodes.flatMap(({ name, folded = [] }) => folded.map((node) => [node, name] as const)))
    this.#byEnd = new Map(cables.flatMap((cable) => [cable.a, cable.b].map((end) => [keyOf(end), cable] as const)))
    const between = new Map(layout.cables.map((line) => [pair(line.a.node, line.b.node), line] as const))
    const named = new Map(layout.cables.map((line) => [line.name, line] as const))
    this.#lines = new Map(
      cables.flatMap(({ name, a, b }) => {
        const line = named.get(name) ?? between.get(pair(this.boxOf(a.node), this.boxOf(b.node)))
        return line === undefined ? [] : [[name, line] as const]
      }),
    )
  }

  boxOf(node: string): string {
    return this.#boxes.get(node) ?? node
  }

  has(node: string): boolean {
    return this.#cables.some(({ a, b }) => a.node === node || b.node === node)
  }

  /** All cables for which a line stands. */
  behind(line: PlacedCable): ReplayData['cables'] {
    return this.#cables.filter(({ name }) => this.#lines.get(name) === line)
  }

  /** The lines that packets cross which pass these ends of cables. */
  crossings(ends: readonly Endpoint[]): readonly Crossing[] {
    const found: Crossing[] = []
    ends.forEach((end, at) => {
      const cable = this.#byEnd.get(keyOf(end))
      const next = ends[at + 1]
      if (cable === undefined || next === undefined || this.#byEnd.get(keyOf(next)) !== cable) return
      const line = this.#lines.get(cable.name)
      if (line === undefined || found.some((one) => one.cable === line)) return
      found.push({ cable: line, isForward: this.boxOf(end.node) === line.a.node })
    })
    return found
  }
}

const pair = (a: string, b: string): string => [a, b].sort().join(' ')
