/*
 * The room of pictures: a topology becomes positions, and positions become svg, png and drawio.
 * It owns ranks, frames, what stands in a box, how a large topology is folded, and the look: shapes, colours, light and dark.
 * It never knows what a run measured, does no I/O, and draws the same bytes of the same topology.
 * Begin here: `Layout`, which every format is drawn from, then `layOut` (`lay-out.ts`). `ranks.ts` says which node stands where,
 * `place.ts` asks elkjs for positions, `svg.ts` draws.
 */
import type { LabelState } from '../mechanisms/contract/text.ts'
import type { Endpoint, Role } from '../model/topology.ts'

/** A topology with positions; all lengths in px, the origin at the top left. */
export interface Layout {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly frames: readonly PlacedFrame[]
  readonly nodes: readonly PlacedNode[]
  readonly cables: readonly PlacedCable[]
  /** Shared-risk labels of at least two nodes, in the order of the tints. */
  readonly risks: readonly string[]
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Around nodes that do one work together. */
export interface PlacedFrame extends Box {
  readonly nodes: readonly string[]
  /** Above it: `VRID 10`. */
  readonly title: string
  /** Below them, a line each: `10.0.10.1`. */
  readonly shared: readonly string[]
}

export interface PlacedNode extends Box {
  readonly name: string
  readonly role: Role
  /** What it stands for, where a large topology is folded; absent: itself. */
  readonly folded?: readonly string[]
  readonly risks: readonly string[]
  readonly texts: readonly PlacedText[]
  readonly chips: readonly PlacedChip[]
  readonly ports: readonly PlacedPort[]
  /** All that is known of it, a line each. */
  readonly details: readonly string[]
}

/** `x` is its middle, `y` its base line. */
export interface PlacedText extends Point {
  readonly text: string
  readonly kind: 'name' | 'plain' | 'mono' | 'risk'
}

export interface PlacedChip extends Box {
  readonly text: string
  readonly isActive: boolean
  /** The state of the node that says whether it is active now; absent: none does. */
  readonly now?: LabelState
}

/** A port is a square of this side. */
export const PORT_PX = 8

export type PortSide = 'west' | 'east' | 'north' | 'south'

/** `x` and `y` are its middle, on the edge of its node. */
export interface PlacedPort extends Point {
  readonly interface: string
  readonly side: PortSide
  /** Beside it, inside the node; empty: there is no room for labels. */
  readonly label: string
  /** The bond that it is a leg of. */
  readonly bond?: string
}

export interface PlacedCable {
  readonly name: string
  readonly a: Endpoint
  readonly b: Endpoint
  readonly role: string
  readonly risks: readonly string[]
  /** From the port of `a` to that of `b`. */
  readonly points: readonly Point[]
  /** It goes round nodes of its own rank: a curve through the points. */
  readonly isCurved: boolean
  /** How many it stands for. */
  readonly count: number
  readonly details: readonly string[]
}
