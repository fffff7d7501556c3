import type { Dice } from '../dice.ts'
import type { NodeRef, Path, Selection, TopologySpec } from '../spec.ts'

/** A topology, and what the rest of its lab is drawn from. */
export interface Draft {
  readonly topology: TopologySpec
  /** Between which nodes traffic may go. `oneWay`: nobody can begin the way back. */
  readonly pairs: readonly Pair[]
  /** Cables of whoever is active when the fault strikes: `site.active.lan`. */
  readonly selectors: readonly (Selection | { readonly path: Path })[]
  /** How long its mechanisms may take. */
  readonly patienceMs: readonly number[]
  /** Streams are spread over LAGs or gateways: it takes many to reach all of them. */
  readonly spreads: boolean
}

export interface Pair {
  readonly from: NodeRef
  readonly to: NodeRef
  readonly oneWay?: true
}

export type DraftSite = (dice: Dice) => Draft

/** Open vSwitch forwards each packet in a process, and takes ten times as long as the kernel. */
export function isDear(topology: TopologySpec): boolean {
  const text = JSON.stringify(topology)
  return text.includes('"rstp"') && !text.includes('"mstpd"')
}

export const paths = (...all: readonly Path[]): Draft['selectors'] => all.map((path) => ({ path }))

export const between = (from: string, to: string): Pair => ({ from: { node: from }, to: { node: to } })
