import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { PlacedNode, PlacedPort, Point } from '../../picture/layout.ts'
import { cablePath, svgBody } from '../../picture/svg.ts'
import { find, type Found } from '../find.ts'
import { middleOf } from '../geometry.ts'
import type { CableNow, MarkNow, Now, StateNow } from '../now.ts'
import type { Crossing, DrawnNetwork } from '../network.ts'
import type { WayNow } from '../way.ts'
import { Finder } from './finder.tsx'
import { SaveButton } from './save.tsx'

interface Props {
  readonly network: DrawnNetwork
  readonly now: ReadonlySignal<Now>
}

/** The network as it is configured, and over it what is true at an instant, and what was looked for. */
export function Topology({ network, now }: Props): JSX.Element {
  const { layout } = network
  const { name, width, height } = layout
  const drawn = useRef<SVGSVGElement>(null)
  const [text, scale] = [useSignal(''), useSignal(1)]
  const found = useComputed(() => find(layout, text.value))
  return (
    <>
      <Finder text={text} found={found} scale={scale} />
      <div class="wide" tabIndex={0} role="group" aria-label={`the network of ${name}`}>
        <svg
          ref={drawn}
          class="bk"
          role="img"
          aria-label={`topology of ${name} at the chosen instant`}
          width={useComputed(() => width * scale.value)}
          height={useComputed(() => height * scale.value)}
          viewBox={`0 0 ${String(width)} ${String(height)}`}
        >
          <g dangerouslySetInnerHTML={{ __html: svgBody(layout) }} />
          <Marks network={network} now={now} />
          <FoundMarks found={found} />
        </svg>
      </div>
      <SaveButton of={() => drawn.current} name={name} />
    </>
  )
}

/** The first of them is brought into view. */
function FoundMarks({ found }: { readonly found: ReadonlySignal<Found> }): JSX.Element {
  const { nodes, cables } = found.value
  const first = useRef<SVGRectElement>(null)
  useEffect(() => {
    first.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [nodes[0]?.name])
  return (
    <g>
      {cables.map((cable) => (
        <path key={cable.name} class="n-found" d={cablePath(cable)} />
      ))}
      {nodes.map(({ name, x, y, width, height }, at) => (
        <rect
          key={name}
          ref={at === 0 ? first : null}
          class="n-found"
          x={x - 4}
          y={y - 4}
          width={width + 8}
          height={height + 8}
          rx={6}
        />
      ))}
    </g>
  )
}

function Marks({ network, now }: Props): JSX.Element {
  const { cables, states, marks, way } = now.value
  return (
    <>
      {cables.map((one) => (
        <BrokenCable key={one.line.name} {...one} />
      ))}
      {way !== null && <Way way={way} network={network} />}
      {network.layout.nodes.map((node) => (
        <NodeNow
          key={node.name}
          node={node}
          states={states.filter(({ state }) => state.node === node.name)}
          marks={marks.filter(({ at }) => network.boxOf(at.node) === node.name)}
        />
      ))}
      {way?.hole != null && <Hole place={holePlace(network, way.hole)} text={way.hole.because.text} />}
    </>
  )
}

/** Drawn over the cable as it is configured. */
function BrokenCable({ line, is, text }: CableNow): JSX.Element {
  const d = cablePath(line)
  const { x, y } = middleOf(line)
  return (
    <g>
      <title>{`${line.name}: ${text}`}</title>
      <path class="n-under" d={d} />
      <path class={`n-${is}`} d={d} />
      {is === 'impaired' && <path class="n-impaired-gap" d={d} />}
      {(is === 'cut' || is === 'dark') && (
        <path class="n-cross" d={`M${String(x - 5)} ${String(y - 5)}l10 10m0 -10l-10 10`} />
      )}
      <text class="bk-text bk-middle n-word" x={x} y={y - 11}>
        {text}
      </text>
    </g>
  )
}

function Way({ way, network }: { readonly way: WayNow; readonly network: DrawnNetwork }): JSX.Element {
  const crossings = network.crossings(way.passes)
  const kind = way.is === 'unknown' ? 'n-way-unknown' : 'n-way'
  return (
    <g>
      <title>{way.text}</title>
      {crossings.map((one) => (
        <path key={one.cable.name} class={kind} d={cablePath(one.cable)} />
      ))}
      {crossings.map((one) => (way.is === 'unknown' ? <Doubt {...one} /> : <Arrow {...one} />))}
    </g>
  )
}

const placed = ({ x, y }: Point, turn = 0): string =>
  `translate(${String(Math.round(x * 10) / 10)} ${String(Math.round(y * 10) / 10)}) rotate(${String(Math.round(turn))})`

function Arrow({ cable, isForward }: Crossing): JSX.Element {
  const middle = middleOf(cable)
  return (
    <path class="n-arrow" d="M-5 -5.5L7 0L-5 5.5Z" transform={placed(middle, middle.turn + (isForward ? 0 : 180))} />
  )
}

function Doubt({ cable }: Crossing): JSX.Element {
  const { x, y } = middleOf(cable)
  return (
    <text class="bk-text bk-middle n-doubt" x={x} y={y + 5}>
      ?
    </text>
  )
}

interface NodeProps {
  readonly node: PlacedNode
  readonly states: readonly StateNow[]
  readonly marks: readonly MarkNow[]
}

/** Its ports and chips that are otherwise than they are configured, or than they look there. */
function NodeNow({ node, states, marks }: NodeProps): JSX.Element {
  const hangs = marks.find(({ is }) => is === 'node-hangs')
  return (
    <g>
      {node.ports.map((port) => (
        <PortNow
          key={port.interface}
          port={port}
          states={states.filter(({ state }) => state.name === port.interface)}
        />
      ))}
      {node.chips.map((chip) => {
        const { now, text, isActive } = chip
        const is = states.find(({ state }) => state.watch === now?.watch && state.name === now.name)
        if (now === undefined || is === undefined) return null
        const active = is.to === now.active
        return is.kind === 'bad' || active !== isActive ? (
          <Chip
            key={text}
            {...chip}
            kind={is.kind === 'bad' ? 'bad' : active ? 'on' : 'off'}
            title={`${text}: ${is.to}`}
          />
        ) : null
      })}
      {marks
        .filter(({ is }) => is === 'vlan-missing')
        .flatMap(({ at, text }) =>
          node.ports.filter((port) => port.interface === at.interface).map((port) => ({ port, text })),
        )
        .map(({ port, text }) => (
          <circle class="n-missing" cx={port.x} cy={port.y} r={8}>
            <title>{`${node.name}:${port.interface}: ${text}`}</title>
          </circle>
        ))}
      {hangs !== undefined && (
        <>
          <rect class="n-hangs" x={node.x - 3} y={node.y - 3} width={node.width + 6} height={node.height + 6} rx={6} />
          <text class="bk-text bk-middle n-word" x={node.x + node.width / 2} y={node.y - 7}>
            {hangs.text}
          </text>
        </>
      )}
    </g>
  )
}

type PortProps = { readonly port: PlacedPort; readonly states: readonly StateNow[] }

/** Hollow without carrier; a bar where a protocol keeps it closed. */
function PortNow({ port: { x, y, side, interface: name }, states }: PortProps): JSX.Element | null {
  const isDark = states.some(({ state, to }) => state.watch === 'carrier' && to === 'down')
  const closed = states.find(({ state, kind }) => state.watch !== 'carrier' && kind !== 'carries')
  if (isDark)
    return (
      <rect class="n-port-dark" x={x - 4.5} y={y - 4.5} width={9} height={9}>
        <title>{`${name}: no carrier`}</title>
      </rect>
    )
  if (closed === undefined) return null
  const out = side === 'west' ? -9 : 9
  const d =
    side === 'west' || side === 'east'
      ? `M${String(x + out)} ${String(y - 7)}v14`
      : `M${String(x - 7)} ${String(y + (side === 'north' ? -9 : 9))}h14`
  return (
    <path class="n-closed" d={d}>
      <title>{`${name}: ${closed.state.word} ${closed.to}`}</title>
    </path>
  )
}

type ChipProps = PlacedNode['chips'][number] & { readonly kind: 'on' | 'off' | 'bad'; readonly title: string }

function Chip({ x, y, width, height, text, kind, title }: ChipProps): JSX.Element {
  return (
    <g>
      <title>{title}</title>
      <rect class="n-paper" x={x - 1} y={y - 1} width={width + 2} height={height + 2} rx={height / 2} />
      <rect class={CHIPS[kind].box} x={x} y={y} width={width} height={height} rx={height / 2} />
      <text class={`bk-text bk-middle bk-chip ${CHIPS[kind].ink}`} x={x + width / 2} y={y + height - 4}>
        {text}
      </text>
      {kind === 'bad' && (
        <path class="n-strike" d={`M${String(x + 3)} ${String(y + height / 2)}h${String(width - 6)}`} />
      )}
    </g>
  )
}

const CHIPS = {
  on: { box: 'bk-pill-on', ink: 'bk-chip-on' },
  off: { box: 'bk-pill', ink: '' },
  bad: { box: 'n-pill-bad', ink: 'n-ink-bad' },
} as const

function Hole({ place, text }: { readonly place: Point; readonly text: string }): JSX.Element {
  return (
    <g transform={placed(place)}>
      <title>{text}</title>
      <circle class="n-hole" r={9} />
      <path class="n-cross" d="M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5" />
    </g>
  )
}

/** At the port, or on the edge of the node. */
function holePlace(network: DrawnNetwork, { node, interface: name }: NonNullable<WayNow['hole']>): Point {
  const box = network.layout.nodes.find((one) => one.name === network.boxOf(node))
  const port = box?.ports.find((one) => one.interface === name)
  if (port !== undefined) return port
  return box === undefined ? { x: 0, y: 0 } : { x: box.x + box.width / 2, y: box.y }
}
