import type { Cable, Node } from '../model/topology.ts'
import type { Folded } from './fold.ts'
import { groupsOf, type Group } from './groups.ts'
import type { PortSide } from './layout.ts'
import { ranksOf } from './ranks.ts'
import { bondOf, foldedRows, memberOf, portLabel, rowsOf, MOST_IN_FULL, type Density, type Row } from './rows.ts'
import { shortened, textWidth } from './text-width.ts'

/** All that the positions are computed from: boxes with their sizes and ports with their sides, each in its column. */
export interface Sketch {
  readonly density: Density
  readonly groups: readonly Group[]
  readonly nodes: readonly SketchNode[]
  readonly cables: readonly SketchCable[]
}

export interface SketchNode {
  readonly node: Node
  readonly rank: number
  readonly rows: readonly Row[]
  readonly width: number
  readonly height: number
  readonly ports: readonly SketchPort[]
}

export interface SketchPort {
  readonly id: string
  readonly interface: string
  readonly side: PortSide
  readonly label: string
  readonly bond?: string
  /** Ports of equal text stand together: legs of a bond, ports of one member of a stack. */
  readonly together: string
}

export interface SketchCable {
  readonly cable: Cable
  /** Both ends are in one column. */
  readonly isBeside: boolean
  /** Its left end, and its right one: ids of ports. */
  readonly from: string
  readonly to: string
}

const ROW_PX = { name: 17, plain: 14, mono: 14, risk: 14, chips: 19 } as const
const LETTERS = {
  name: { sizePx: 13, font: 'bold' },
  plain: { sizePx: 11 },
  mono: { sizePx: 10.5, font: 'mono' },
  risk: { sizePx: 10 },
  chip: { sizePx: 9.5 },
  port: { sizePx: 10.5, font: 'mono' },
} as const
export const PAD_PX = 9
/** Between the edge of a node, the label of a port and what stands in the middle, together. */
const LABEL_PX = 15
export const CHIP_PX = { height: 15, pad: 6, gap: 4 } as const
export const portPitch = (density: Density): number => (density === 'full' ? 17 : 11)

export function sketchOf({ topology, members, counts }: Folded): Sketch {
  const groups = groupsOf(topology)
  const ranks = ranksOf(topology, groups)
  const density = topology.nodes.length <= MOST_IN_FULL ? 'full' : 'plain'
  const cables = topology.cables.map((cable, number) => sketchCable(cable, number, ranks))
  const nodes = topology.nodes.map((node) => {
    const names = members.get(node.name)
    const rows = names === undefined ? rowsOf(node, topology, density) : foldedRows(node, names)
    return sketchNode(node, rows, cables, ranks.get(node.name) ?? 0, { density, counts })
  })
  return { density, groups, cables, nodes: aligned(nodes) }
}

/** Nodes of one role in one column are equally wide. */
const aligned = (nodes: readonly SketchNode[]): readonly SketchNode[] =>
  nodes.map((one) => {
    const same = nodes.filter(({ rank, node }) => rank === one.rank && node.role === one.node.role)
    return { ...one, width: Math.max(...same.map(({ width }) => width)) }
  })

const portId = (number: number, end: 'a' | 'b'): string => `p${String(number)}${end}`

function sketchCable(cable: Cable, number: number, ranks: ReadonlyMap<string, number>): SketchCable {
  const [a, b] = [ranks.get(cable.a.node) ?? 0, ranks.get(cable.b.node) ?? 0]
  const ids = [portId(number, 'a'), portId(number, 'b')] as const
  const [from, to] = a <= b ? ids : [ids[1], ids[0]]
  return { cable, isBeside: a === b, from, to }
}

function sketchNode(
  node: Node,
  rows: readonly Row[],
  cables: readonly SketchCable[],
  rank: number,
  { density, counts }: Pick<Sketch, 'density'> & Pick<Folded, 'counts'>,
): SketchNode {
  const ports = cables.flatMap((one, number) =>
    (['a', 'b'] as const).flatMap((end) => {
      const at = one.cable[end]
      if (at.node !== node.name) return []
      const id = portId(number, end)
      const side: PortSide = one.isBeside ? 'south' : one.from === id ? 'east' : 'west'
      const isLabelled = density === 'full' && side !== 'south' && (counts.get(one.cable.name) ?? 1) === 1
      return [sketchPort(node, id, at.interface, side, isLabelled)]
    }),
  )
  const middle = Math.max(40, ...rows.map(rowWidth))
  const many = Math.max(...(['west', 'east'] as const).map((side) => ports.filter((one) => one.side === side).length))
  const rowsPx = rows.reduce((sum, row) => sum + rowPx(row), 0)
  return {
    node,
    rank,
    rows,
    ports,
    width: Math.ceil(middle + sidePx(ports, 'west') + sidePx(ports, 'east')),
    height: Math.ceil(Math.max(rowsPx + 2 * PAD_PX - 3, (many + 1) * portPitch(density), density === 'full' ? 44 : 28)),
  }
}

function sketchPort(node: Node, id: string, name: string, side: PortSide, isLabelled: boolean): SketchPort {
  const bond = bondOf(node, name)
  const member = memberOf(node.interfaces.find((one) => one.name === name))
  return {
    id,
    interface: name,
    side,
    label: isLabelled ? shortened(portLabel(node, name), 24) : '',
    ...(bond === undefined ? {} : { bond }),
    together: [member ?? '', bond ?? ''].join(' '),
  }
}

export const rowPx = (row: Row): number => ROW_PX[row.row === 'chips' ? 'chips' : row.kind]

/** What the labels of the ports of one side take of the width. */
export function sidePx(ports: readonly SketchPort[], side: 'west' | 'east'): number {
  const px = Math.max(0, ...ports.flatMap((one) => (one.side === side ? textWidth(one.label, LETTERS.port) : [])))
  return px === 0 ? PAD_PX : px + LABEL_PX
}

export const rowText = (row: Extract<Row, { row: 'text' }>): string =>
  shortened(row.text, row.kind === 'name' ? 40 : 44)

export function rowWidth(row: Row): number {
  if (row.row === 'text') return textWidth(rowText(row), LETTERS[row.kind])
  return row.chips.reduce((sum, chip) => sum + chipWidth(chip.text) + CHIP_PX.gap, -CHIP_PX.gap)
}

export const chipWidth = (text: string): number => textWidth(shortened(text, 24), LETTERS.chip) + 2 * CHIP_PX.pad
