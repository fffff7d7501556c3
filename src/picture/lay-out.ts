import { nodeLines } from '../mechanisms/all/text.ts'
import type { Topology } from '../model/topology.ts'
import { cablesBeside, type Beside } from './beside.ts'
import { contentsOf } from './contents.ts'
import { fold, type Fold, type Folded } from './fold.ts'
import type { Box, Layout, PlacedCable, PlacedFrame, PlacedNode, PlacedPort, Point } from './layout.ts'
import { place, type Places } from './place.ts'
import { drawnRole } from './role.ts'
import { sketchOf, type SketchCable, type SketchNode } from './sketch.ts'
import { shortened } from './text-width.ts'

export interface LayOutOptions {
  /** What is drawn as one box. Default `auto`: as little as leaves at most 60 boxes. */
  readonly fold?: Fold
}

/** Positions of all that is drawn. The same topology and options give the same positions. */
export async function layOut(topology: Topology, { fold: how = 'auto' }: LayOutOptions = {}): Promise<Layout> {
  const drawn = { ...topology, nodes: topology.nodes.map((node) => ({ ...node, role: drawnRole(node, topology) })) }
  const folded = fold(drawn, how)
  const sketch = sketchOf(folded)
  const places = await place(sketch)
  const beside = cablesBeside(sketch, places)
  const ports = portsOf(sketch.cables, places, beside)
  const curves = [...beside.values()].flatMap(({ points }) => points)
  const risks = sharedRisks(topology)
  return {
    name: topology.name,
    width: Math.ceil(Math.max(places.width, ...curves.map(({ x }) => x + 14))),
    height: Math.ceil(places.height),
    risks,
    frames: sketch.groups.map((group): PlacedFrame => {
      const box = places.frames.get(group.nodes[0] ?? '') ?? { x: 0, y: 0, width: 0, height: 0 }
      return { ...rounded(box), nodes: group.nodes, title: titleOf(group.titles), shared: group.shared }
    }),
    nodes: sketch.nodes.map((one) => placedNode(one, places, ports, folded)),
    cables: sketch.cables.map((one) => placedCable(one, places, beside, folded)),
  }
}

/** `VRID 10`, `VRID 20` → `VRID 10 20`. */
function titleOf(titles: readonly string[]): string {
  const [first = ''] = titles
  const word = /^\S+ /.exec(first)?.[0] ?? ''
  const isSame = word !== '' && titles.every((title) => title.startsWith(word))
  return isSame ? word + titles.map((title) => title.slice(word.length)).join(' ') : titles.join(', ')
}

/** Labels of at least two nodes, the most frequent first. */
function sharedRisks({ nodes }: Topology): readonly string[] {
  const counts = new Map<string, number>()
  for (const risk of nodes.flatMap(({ risks }) => risks)) counts.set(risk, (counts.get(risk) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([, a], [, b]) => b - a)
    .map(([risk]) => risk)
}

const round = (px: number): number => Math.round(px * 2) / 2

const rounded = <Placed extends Point & { readonly width?: number; readonly height?: number }>(
  one: Placed,
): Placed => ({
  ...one,
  x: round(one.x),
  y: round(one.y),
  ...(one.width === undefined ? {} : { width: round(one.width) }),
  ...(one.height === undefined ? {} : { height: round(one.height) }),
})

/** By id: where the port is, and on which side of its node. */
function portsOf(
  cables: readonly SketchCable[],
  places: Places,
  beside: ReadonlyMap<string, Beside>,
): ReadonlyMap<string, Pick<PlacedPort, 'x' | 'y' | 'side'>> {
  const found = new Map<string, Pick<PlacedPort, 'x' | 'y' | 'side'>>()
  for (const { cable, from, to } of cables) {
    const here = beside.get(cable.name)
    if (here === undefined) {
      for (const [id, side] of [
        [from, 'east'],
        [to, 'west'],
      ] as const)
        found.set(id, { ...(places.ports.get(id) ?? { x: 0, y: 0 }), side })
      continue
    }
    const [first, last] = [here.points[0], here.points.at(-1)]
    if (first !== undefined) found.set(here.ends[0], { ...first, side: here.sides[0] })
    if (last !== undefined) found.set(here.ends[1], { ...last, side: here.sides[1] })
  }
  return found
}

function placedNode(
  one: SketchNode,
  places: Places,
  ports: ReturnType<typeof portsOf>,
  { members }: Folded,
): PlacedNode {
  const { node } = one
  const box = rounded(places.nodes.get(node.name) ?? { x: 0, y: 0, width: one.width, height: one.height })
  const names = members.get(node.name)
  return {
    ...box,
    name: node.name,
    role: node.role,
    ...(names === undefined ? {} : { folded: names }),
    risks: node.risks,
    ...contentsOf(one, box),
    ports: one.ports.map(({ id, interface: name, label, bond }): PlacedPort => {
      const at = rounded(ports.get(id) ?? { x: 0, y: 0, side: 'east' as const })
      return { ...at, interface: name, label, ...(bond === undefined ? {} : { bond }) }
    }),
    details: names === undefined ? [node.name, node.role, ...node.risks, ...nodeLines(node)] : names,
  }
}

/** Straight where no node is in the way. */
function wayOf(cable: string, from: string, to: string, { ports, bends, nodes }: Places): readonly Point[] {
  const [start, end] = [ports.get(from), ports.get(to)]
  if (start === undefined || end === undefined) return []
  const boxes = [...nodes.values()].filter((box) => box.x > start.x && box.x + box.width < end.x)
  return boxes.some((box) => crosses(start, end, box)) ? [start, ...(bends.get(cable) ?? []), end] : [start, end]
}

const CLEARANCE_PX = 6

/** From left to right, past a box that lies between both ends. */
function crosses(start: Point, end: Point, { x, y, width, height }: Box): boolean {
  const at = (there: number): number => start.y + ((end.y - start.y) * (there - start.x)) / (end.x - start.x)
  const [low, high] = [Math.min(at(x), at(x + width)), Math.max(at(x), at(x + width))]
  return high > y - CLEARANCE_PX && low < y + height + CLEARANCE_PX
}

function placedCable(
  { cable, from, to }: SketchCable,
  places: Places,
  beside: ReadonlyMap<string, Beside>,
  { counts }: Folded,
): PlacedCable {
  const here = beside.get(cable.name)
  const leftToRight = here?.points ?? wayOf(cable.name, from, to, places)
  const first = here?.ends[0] ?? from
  const points = (first.endsWith('a') ? leftToRight : [...leftToRight].reverse()).map(rounded)
  return {
    name: cable.name,
    a: cable.a,
    b: cable.b,
    role: cable.role,
    risks: cable.risks,
    points,
    isCurved: here?.isCurved ?? false,
    count: counts.get(cable.name) ?? 1,
    details: [shortened(cable.name, 200), cable.role, ...cable.risks],
  }
}
