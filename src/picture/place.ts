import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs'
import { groupBy } from '../model/group-by.ts'
import type { Group } from './groups.ts'
import { PORT_PX, type Box, type Point } from './layout.ts'
import { portPitch, type Sketch, type SketchNode, type SketchPort } from './sketch.ts'

/** Where everything stands, absolute, by node, by group's first node, by port and by cable. */
export interface Places {
  readonly width: number
  readonly height: number
  readonly nodes: ReadonlyMap<string, Box>
  readonly frames: ReadonlyMap<string, Box>
  /** Middles of ports. */
  readonly ports: ReadonlyMap<string, Point>
  /** Of cables between two columns, from left to right, without the ports. */
  readonly bends: ReadonlyMap<string, readonly Point[]>
}

/** Room for a frame's title above and for what its nodes share below. */
const FRAME_PX = { titled: 24, bare: 12, side: 12, line: 14 } as const
const MARGIN_PX = 14

/** Columns from left to right, as few crossings as elkjs finds, legs of a bond side by side. The same sketch gives the same places. */
export async function place(sketch: Sketch): Promise<Places> {
  // Half a second of loading that only a picture costs.
  const { default: elk } = await import('elkjs')
  const first = read(await new elk.default().layout(graphOf(sketch, null)))
  const isTogether = sketch.nodes.every((node) =>
    (['west', 'east'] as const).every((side) => {
      const now = node.ports.filter((port) => port.side === side).sort((a, b) => yOf(first, a) - yOf(first, b))
      return bundled(now, first).every((port, index) => port === now[index])
    }),
  )
  // In a second pass ports keep the order that they have now, but for legs of a bond, which come together.
  return isTogether ? first : read(await new elk.default().layout(graphOf(sketch, first)))
}

const yOf = ({ ports }: Places, { id }: SketchPort): number => ports.get(id)?.y ?? 0

/** Ports of one side from top to bottom, those that belong together side by side. */
function bundled(ports: readonly SketchPort[], before: Places | null): readonly SketchPort[] {
  const y = (port: SketchPort): number => (before === null ? 0 : yOf(before, port))
  return groupBy(ports, ({ id, together }) => (together === ' ' ? id : together))
    .map((bundle) => ({
      bundle: [...bundle].sort((one, other) => y(one) - y(other)),
      middle: bundle.reduce((sum, port) => sum + y(port), 0) / bundle.length,
    }))
    .sort((one, other) => one.middle - other.middle)
    .flatMap(({ bundle }) => bundle)
}

function graphOf(sketch: Sketch, before: Places | null): ElkNode {
  const { density, nodes, cables, groups } = sketch
  const inner = density === 'full' ? 30 : 10
  const options: LayoutOptions = {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.partitioning.activate': 'true',
    'elk.edgeRouting': 'POLYLINE',
    'elk.randomSeed': '1',
    'elk.separateConnectedComponents': 'false',
    'elk.padding': padding(MARGIN_PX, MARGIN_PX, MARGIN_PX),
    'elk.spacing.nodeNode': String(inner),
    'elk.spacing.edgeNode': '14',
    'elk.spacing.edgeEdge': '9',
    'elk.layered.spacing.nodeNodeBetweenLayers': density === 'full' ? '56' : '90',
    'elk.layered.spacing.edgeNodeBetweenLayers': '10',
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    'elk.layered.thoroughness': '10',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    ...(before === null ? {} : { 'elk.layered.crossingMinimization.semiInteractive': 'true' }),
  }
  const elkNode = (one: SketchNode, isInFrame: boolean): ElkNode => {
    const at = before?.nodes.get(one.node.name)
    return {
      id: `n ${one.node.name}`,
      width: one.width,
      height: one.height,
      layoutOptions: {
        ...(at === undefined ? {} : { 'elk.position': `(${String(at.x)},${String(at.y)})` }),
        ...(isInFrame ? {} : { 'elk.partitioning.partition': String(one.rank) }),
        'elk.portConstraints': before === null ? 'FIXED_SIDE' : 'FIXED_ORDER',
        'elk.portAlignment.default': 'CENTER',
        'elk.spacing.portPort': String(portPitch(density) - PORT_PX),
      },
      ports: portsOf(one, before),
    }
  }
  const framed = new Set(groups.flatMap((group) => group.nodes))
  const edges: ElkExtendedEdge[] = cables.flatMap(({ cable, isBeside, from, to }) =>
    isBeside ? [] : [{ id: cable.name, sources: [from], targets: [to] }],
  )
  const frames = groups.map((group): ElkNode => {
    const [first = ''] = group.nodes
    const at = before?.frames.get(first)
    return {
      id: `f ${first}`,
      layoutOptions: {
        ...(at === undefined ? {} : { 'elk.position': `(${String(at.x)},${String(at.y)})` }),
        'elk.partitioning.partition': String(nodes.find(({ node }) => node.name === first)?.rank ?? 0),
        'elk.padding': padding(group.titles.length > 0 ? FRAME_PX.titled : FRAME_PX.bare, FRAME_PX.side, below(group)),
        'elk.spacing.nodeNode': String(inner),
      },
      children: nodes.filter(({ node }) => group.nodes.includes(node.name)).map((one) => elkNode(one, true)),
    }
  })
  const alone = nodes.filter(({ node }) => !framed.has(node.name)).map((one) => elkNode(one, false))
  return { id: 'root', layoutOptions: options, children: [...frames, ...alone], edges }
}

const below = ({ shared }: Group): number => (shared.length === 0 ? FRAME_PX.bare : 8 + shared.length * FRAME_PX.line)

const padding = (top: number, side: number, bottom: number): string =>
  `[top=${String(top)},left=${String(side)},bottom=${String(bottom)},right=${String(side)}]`

const SIDES = { west: 'WEST', east: 'EAST' } as const

/** Ports of the sides, in the order that elkjs counts: clockwise from the top left. */
function portsOf({ ports }: SketchNode, before: Places | null): NonNullable<ElkNode['ports']> {
  return (['east', 'west'] as const).flatMap((side) => {
    const here = ports.filter((one) => one.side === side)
    const ordered = bundled(here, before)
    const clockwise = side === 'east' ? ordered : [...ordered].reverse()
    return clockwise.map(({ id }, index) => ({
      id,
      width: PORT_PX,
      height: PORT_PX,
      layoutOptions: {
        'elk.port.side': SIDES[side],
        'elk.port.borderOffset': String(-PORT_PX / 2),
        ...(before === null ? {} : { 'elk.port.index': String(side === 'east' ? index : here.length + index + 1000) }),
      },
    }))
  })
}

/** elkjs gives places relative to what is around; edges relative to the least common frame of both ends, which is always the whole. */
function read(root: ElkNode): Places {
  const nodes = new Map<string, Box>()
  const frames = new Map<string, Box>()
  const ports = new Map<string, Point>()
  const visit = (parent: ElkNode, dx: number, dy: number): void => {
    for (const one of parent.children ?? []) {
      const box = { x: dx + (one.x ?? 0), y: dy + (one.y ?? 0), width: one.width ?? 0, height: one.height ?? 0 }
      const [kind, name] = [one.id.charAt(0), one.id.slice(2)]
      if (kind === 'f') frames.set(name, box)
      else nodes.set(name, box)
      for (const port of one.ports ?? [])
        ports.set(port.id, { x: box.x + (port.x ?? 0) + PORT_PX / 2, y: box.y + (port.y ?? 0) + PORT_PX / 2 })
      visit(one, box.x, box.y)
    }
  }
  visit(root, 0, 0)
  const bends = new Map(
    (root.edges ?? []).map((edge) => [edge.id, edge.sections?.flatMap(({ bendPoints = [] }) => bendPoints) ?? []]),
  )
  return { width: root.width ?? 0, height: root.height ?? 0, nodes, frames, ports, bends }
}
