import type { Box, Layout, PlacedCable, PlacedFrame, PlacedNode, Point } from './layout.ts'
import { element } from './xml.ts'

/** The picture as draw.io's own XML: shapes and connections at the same places, to be edited there. Labels are plain text. */
export function drawioOf({ name, width, height, frames, nodes, cables }: Layout): string {
  const ids = new Map(nodes.map((node, number) => [node.name, `n${String(number)}`]))
  const boxes = new Map(nodes.map((node) => [node.name, node]))
  const cells = [
    element('mxCell', { id: '0' }),
    element('mxCell', { id: '1', parent: '0' }),
    ...frames.map((frame, number) => frameCell(frame, number)),
    ...nodes.map((node, number) => nodeCell(node, number)),
    ...cables.map((cable, number) => cableCell(cable, number, ids, boxes)),
  ]
  const page = { dx: 0, dy: 0, grid: 0, page: 0, pageWidth: width, pageHeight: height }
  const model = element('mxGraphModel', page, element('root', {}, '\n', cells.join('\n'), '\n'))
  return `${element('mxfile', { host: 'backhoe' }, element('diagram', { id: 'topology', name }, model))}\n`
}

/** Without `html=1` draw.io takes a label for text, whatever it holds. */
const PLAIN = 'html=0;whiteSpace=wrap;'
const SHAPES = {
  host: 'rounded=0;',
  server: 'rounded=0;',
  switch: 'rounded=1;absoluteArcSize=1;arcSize=14;',
  router: 'rounded=1;absoluteArcSize=1;arcSize=28;',
} as const

const vertex = (id: string, label: string, style: string, { x, y, width, height }: Box): string =>
  element(
    'mxCell',
    { id, value: label, style: PLAIN + style, vertex: 1, parent: 1 },
    element('mxGeometry', { x, y, width, height, as: 'geometry' }),
  )

const frameCell = (frame: PlacedFrame, number: number): string =>
  vertex(
    `f${String(number)}`,
    [frame.title, ...frame.shared].filter((line) => line !== '').join(' · '),
    'rounded=1;absoluteArcSize=1;arcSize=20;fillColor=none;strokeColor=#999999;verticalAlign=top;fontSize=11;',
    frame,
  )

const nodeCell = (node: PlacedNode, number: number): string =>
  vertex(
    `n${String(number)}`,
    [...node.texts, ...node.chips].map(({ text }) => text).join('\n'),
    `${SHAPES[node.role]}fontSize=11;`,
    node,
  )

function cableCell(
  { a, b, points, name, count }: PlacedCable,
  number: number,
  ids: ReadonlyMap<string, string>,
  boxes: ReadonlyMap<string, PlacedNode>,
): string {
  const [from, to] = [boxes.get(a.node), boxes.get(b.node)]
  const bends = points.slice(1, -1)
  const way = bends.length === 0 ? [] : [element('Array', { as: 'points' }, ...bends.map(pointOf))]
  return element(
    'mxCell',
    {
      id: `c${String(number)}`,
      value: count > 1 ? `×${String(count)}` : '',
      style: `html=0;endArrow=none;fontSize=11;${anchor('exit', from, points[0])}${anchor('entry', to, points.at(-1))}`,
      edge: 1,
      parent: 1,
      source: ids.get(a.node) ?? '',
      target: ids.get(b.node) ?? '',
      tooltip: name,
    },
    element('mxGeometry', { relative: 1, as: 'geometry' }, ...way),
  )
}

const pointOf = ({ x, y }: Point): string => element('mxPoint', { x, y })

/** The port's place as a share of the node's width and height. */
function anchor(end: 'exit' | 'entry', box: Box | undefined, at: Point | undefined): string {
  if (box === undefined || at === undefined) return ''
  const share = (from: number, length: number, px: number): string =>
    String(Math.round(((px - from) / length) * 1000) / 1000)
  return `${end}X=${share(box.x, box.width, at.x)};${end}Y=${share(box.y, box.height, at.y)};`
}
