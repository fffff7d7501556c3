import { groupBy } from '../model/group-by.ts'
import {
  PORT_PX,
  type Layout,
  type PlacedCable,
  type PlacedChip,
  type PlacedFrame,
  type PlacedNode,
  type PlacedPort,
  type Point,
} from './layout.ts'
import { styleOf, TINTS, type Theme } from './style.ts'
import { shortened } from './text-width.ts'
import { element, escaped } from './xml.ts'

export interface SvgOptions {
  /** Default `auto`: light, and dark where the reader's system is. */
  readonly theme?: Theme
}

/** A picture that stands alone, with its style: shape says role, a square is a port, a filled chip is active while nothing fails. */
export function svgOf(layout: Layout, { theme = 'auto' }: SvgOptions = {}): string {
  const { width, height, name } = layout
  const size = { width, height, viewBox: `0 0 ${String(width)} ${String(height)}` }
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', class: 'bk', role: 'img', ...size },
    element('title', {}, escaped(name)),
    element('style', {}, styleOf(theme, '.bk')),
    '\n',
    element('rect', { class: 'bk-paper', width, height }),
    '\n',
    svgBody(layout),
  )}\n`
}

/** The elements of the picture, a line each, for a page that has the style already. */
export function svgBody({ frames, nodes, cables, risks }: Layout): string {
  return [
    ...frames.map(frameOf),
    ...cables.map(cableOf),
    ...nodes.map((node) => nodeOf(node, risks)),
    ...cables.filter(({ count }) => count > 1).map(countOf),
    '',
  ].join('\n')
}

const text = (at: Point, kind: string, said: string): string =>
  element('text', { class: `bk-text ${kind}`, x: at.x, y: at.y }, escaped(said))

const titled = (lines: readonly string[]): string => element('title', {}, escaped(lines.join('\n')))

function frameOf({ x, y, width, height, title, shared, nodes }: PlacedFrame): string {
  const most = Math.max(8, Math.floor(width / 6.5))
  return element(
    'g',
    {},
    titled([title, ...nodes, ...shared].filter((line) => line !== '')),
    element('rect', { class: 'bk-frame', x, y, width, height, rx: 10 }),
    ...(title === '' ? [] : [text({ x: x + width / 2, y: y + 15 }, 'bk-middle', shortened(title, most))]),
    ...shared.map((line, index) =>
      text(
        { x: x + width / 2, y: y + height - 8 - 14 * (shared.length - 1 - index) },
        'bk-middle bk-mono',
        shortened(line, most),
      ),
    ),
  )
}

function cableOf({ name, points, isCurved, details }: PlacedCable): string {
  return element(
    'g',
    { 'data-cable': name },
    titled(details),
    element('path', { class: 'bk-cable', d: cablePath({ points, isCurved }) }),
  )
}

/** The `d` of its path. */
export const cablePath = ({ points, isCurved }: Pick<PlacedCable, 'points' | 'isCurved'>): string =>
  isCurved ? curve(points) : lines(points)

const at = ({ x, y }: Point): string => `${String(x)} ${String(y)}`
const lines = (points: readonly Point[]): string => `M${points.map(at).join('L')}`
const curve = (points: readonly Point[]): string =>
  `M${points.slice(0, 1).map(at).join('')}C${points.slice(1).map(at).join(' ')}`

/** For how many cables a line stands, on its middle. */
function countOf({ points, count }: PlacedCable): string {
  const [a, b] = [points[Math.floor((points.length - 1) / 2)], points[Math.ceil((points.length - 1) / 2)]]
  const [from, to] = a === b ? [points[0], points.at(-1)] : [a, b]
  if (from === undefined || to === undefined) return ''
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  const said = `×${String(count)}`
  const width = 8 + 7 * said.length
  return element(
    'g',
    {},
    element('rect', { class: 'bk-cut', x: middle.x - width / 2, y: middle.y - 8, width, height: 16 }),
    text({ x: middle.x, y: middle.y + 4 }, 'bk-middle', said),
  )
}

function nodeOf(node: PlacedNode, risks: readonly string[]): string {
  const { x, y, width, height, texts, chips, ports, details } = node
  const tint = risks.findIndex((risk) => node.risks.includes(risk))
  const shape = { x, y, width, height, rx: { router: 14, switch: 7, host: 2, server: 2 }[node.role] }
  const isTinted = tint >= 0 && tint < TINTS
  return element(
    'g',
    { 'data-node': node.name },
    titled(details),
    ...(node.folded === undefined ? [] : [element('rect', { class: 'bk-box', ...shape, x: x + 4, y: y + 4 })]),
    element('rect', { class: 'bk-box', ...shape }),
    ...(isTinted ? [element('rect', { class: `bk-tint bk-tint${String(tint)}`, ...inset(shape) })] : []),
    ...bondsOf(node),
    ...texts.map((one) => text(one, `bk-middle${one.kind === 'plain' ? '' : ` bk-${one.kind}`}`, one.text)),
    ...chips.map(chipOf),
    ...ports.flatMap(portOf),
  )
}

const inset = ({
  x,
  y,
  width,
  height,
  rx,
}: Readonly<Record<'x' | 'y' | 'width' | 'height' | 'rx', number>>): Record<string, number> => ({
  x: x + 1,
  y: y + 1,
  width: width - 2,
  height: height - 2,
  rx: Math.max(0, rx - 1),
})

const chipOf = ({ x, y, width, height, text: said, isActive }: PlacedChip): string =>
  element('rect', { class: isActive ? 'bk-pill-on' : 'bk-pill', x, y, width, height, rx: height / 2 }) +
  text({ x: x + width / 2, y: y + height - 4 }, `bk-middle bk-chip${isActive ? ' bk-chip-on' : ''}`, said)

function portOf({ x, y, side, label, interface: name }: PlacedPort): readonly string[] {
  const square = element(
    'rect',
    { class: 'bk-port', x: x - PORT_PX / 2, y: y - PORT_PX / 2, width: PORT_PX, height: PORT_PX },
    element('title', {}, escaped(name)),
  )
  if (label === '' || side === 'north' || side === 'south') return [square]
  const kind = side === 'west' ? 'bk-mono' : 'bk-mono bk-end'
  return [square, text({ x: x + (side === 'west' ? 8 : -8), y: y + 3.5 }, kind, label)]
}

/** A loop round the cables of each bond, as networks are drawn. */
function bondsOf({ ports }: PlacedNode): readonly string[] {
  const legs = ports.filter(({ bond, side }) => bond !== undefined && (side === 'west' || side === 'east'))
  return groupBy(legs, ({ bond, side }) => `${bond ?? ''} ${side}`).flatMap((same) => {
    const [first] = same
    if (first === undefined || same.length < 2) return []
    const [low, high] = [Math.min(...same.map(({ y }) => y)), Math.max(...same.map(({ y }) => y))]
    const x = first.x + (first.side === 'east' ? 12 : -12)
    return [
      element(
        'ellipse',
        { class: 'bk-bond', cx: x, cy: (low + high) / 2, rx: 3.5, ry: (high - low) / 2 + 6 },
        element('title', {}, escaped(first.bond ?? '')),
      ),
    ]
  })
}
