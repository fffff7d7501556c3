import { ARROWS } from '../model/traffic.ts'
import type { JournalEvent, SessionRecord, StreamRecord } from '../model/journal.ts'
import type { TrialSpan } from '../measure/span.ts'
import { formatNs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import { clip, plural } from './text.ts'
import type { Page } from './text.ts'

const LABEL = 18
const MOST_ROWS = 12

/** Time as columns. */
interface Axis {
  readonly fromNs: Ns
  readonly columns: number
  readonly stepNs: Ns
}

/** A lane a stream: arrived, lost, some of both. Lanes that look alike are drawn once. */
export function renderSequence(trial: readonly JournalEvent[], span: TrialSpan, page: Page): string[] {
  const streams = trial.filter((event): event is StreamRecord & JournalEvent => event.ev === 'stream' && event.sent > 0)
  const sessions = trial.filter((event): event is SessionRecord & JournalEvent => event.ev === 'session')
  const axis = axisOf(streams, span, page.width - LABEL)
  if (axis === null) return []
  const lanes = [
    ...alike(
      streams.map((stream) => ({
        flow: `${stream.flow} ${ARROWS[stream.direction]}`,
        number: stream.stream,
        lane: streamLane(stream, axis),
      })),
    ),
    ...sessions.map((session) => ({ label: session.name, lane: sessionLane(session, axis) })),
  ]
  const shown = lanes.slice(0, MOST_ROWS)
  const rows = shown.map(({ label, lane }) => `  ${clip(label, LABEL - 3).padEnd(LABEL - 2)}${paintLane(lane, page)}`)
  const more = lanes.length - shown.length
  return [
    page.paint('dim', marks(axis, span)),
    ...rows,
    ...(more > 0 ? [page.paint('dim', `  and ${String(more)} more lanes`)] : []),
    page.paint('dim', scale(axis, span)),
  ]
}

function axisOf(streams: readonly StreamRecord[], span: TrialSpan, columns: number): Axis | null {
  if (streams.length === 0) return null
  const first = Math.min(...streams.map((stream) => stream.firstNs))
  const last = Math.max(...streams.map((stream) => stream.firstNs + stream.sent * stream.stepNs))
  // A little of the steady state before the fault is enough.
  const fromNs = span.injected === null ? first : Math.max(first, span.injected[0] - (last - span.injected[0]) / 8)
  return { fromNs, columns, stepNs: Math.max(1, (last - fromNs) / columns) }
}

const columnOf = (axis: Axis, instant: Ns): number =>
  Math.min(axis.columns - 1, Math.floor((instant - axis.fromNs) / axis.stepNs))

type Cell = 'arrived' | 'lost' | 'some' | 'none'

function streamLane(stream: StreamRecord, axis: Axis): Cell[] {
  const sent = new Array<number>(axis.columns).fill(0)
  const lost = new Array<number>(axis.columns).fill(0)
  const add = (counts: number[], sequence: number): void => {
    const column = columnOf(axis, stream.firstNs + sequence * stream.stepNs)
    if (column >= 0) counts[column] = (counts[column] ?? 0) + 1
  }
  for (let sequence = 0; sequence < stream.sent; sequence++) add(sent, sequence)
  for (const [first, last] of stream.lost) for (let sequence = first; sequence <= last; sequence++) add(lost, sequence)
  return sent.map((count, column) => {
    const gone = lost[column] ?? 0
    if (count === 0) return 'none'
    return gone === 0 ? 'arrived' : gone === count ? 'lost' : 'some'
  })
}

function sessionLane(session: SessionRecord, axis: Axis): Cell[] {
  const opened = session.connections[0]?.openedNs ?? axis.fromNs
  return Array.from({ length: axis.columns }, (_, column) => {
    const from = axis.fromNs + column * axis.stepNs
    const until = from + axis.stepNs
    if (until <= opened || from >= session.watchedUntilNs) return 'none'
    return session.stalls.some((stall) => stall.startNs < until && (stall.endNs ?? session.watchedUntilNs) > from)
      ? 'lost'
      : 'arrived'
  })
}

/** `web → 0–3`: streams of one direction with the same lane. */
function alike(lanes: readonly { readonly flow: string; readonly number: number; readonly lane: readonly Cell[] }[]) {
  const groups = new Map<string, { flow: string; numbers: number[]; lane: readonly Cell[] }>()
  for (const { flow, number, lane } of lanes) {
    const key = `${flow} ${lane.join()}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { flow, numbers: [number], lane })
    else group.numbers.push(number)
  }
  return [...groups.values()].map(({ flow, numbers, lane }) => ({ label: `${flow} ${ranges(numbers)}`, lane }))
}

/** `0–3,7`; of many short runs only how many streams they are. */
function ranges(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run?.last === number - 1) run.last = number
    else runs.push({ first: number, last: number })
  }
  if (runs.length > 3) return plural(numbers.length, 'stream')
  return runs.map(({ first, last }) => (first === last ? String(first) : `${String(first)}–${String(last)}`)).join(',')
}

const GLYPHS = { arrived: '━', lost: '·', some: '╌', none: ' ' } as const
const STYLES = { arrived: 'green', lost: 'red', some: 'yellow', none: 'dim' } as const

function paintLane(lane: readonly Cell[], page: Page): string {
  let text = ''
  for (let from = 0, to = 0; from < lane.length; from = to) {
    const cell = lane[from] ?? 'none'
    while (to < lane.length && lane[to] === cell) to++
    text += page.paint(STYLES[cell], GLYPHS[cell].repeat(to - from))
  }
  return text
}

function marks(axis: Axis, span: TrialSpan): string {
  const points = [
    { at: span.injected?.[0], text: '▼ fault' },
    { at: span.healed?.[0], text: '▼ healed' },
  ]
  return placed(
    axis,
    points.flatMap(({ at, text }) => (at === undefined ? [] : [{ column: columnOf(axis, at), text }])),
  )
}

function scale(axis: Axis, span: TrialSpan): string {
  const zero = span.injected?.[0] ?? axis.fromNs
  const length = axis.columns * axis.stepNs
  const tick =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map((unit) => unit * niceUnit(length)).find((ns) => length / ns <= 6) ?? length
  const count = Math.floor((axis.fromNs + length - zero) / tick)
  const points = Array.from({ length: count + 1 }, (_, index) => ({
    column: columnOf(axis, zero + index * tick),
    text: formatNs(index * tick),
  }))
  return placed(
    axis,
    points.map((point) => (point.text === '0 ns' ? { ...point, text: '0' } : point)),
  )
}

/** The power of ten a hundredth of the whole. */
const niceUnit = (length: Ns): Ns => 10 ** Math.floor(Math.log10(Math.max(1, length / 100)))

/** Texts at their columns; one that would run into the one before it, or over the edge, is left out. */
function placed(axis: Axis, points: readonly { readonly column: number; readonly text: string }[]): string {
  let line = ' '.repeat(LABEL)
  for (const { column, text } of points) {
    const start = LABEL + column
    if (start < line.trimEnd().length + 1 && line.trim() !== '') continue
    if (start + text.length > LABEL + axis.columns) continue
    line = line.padEnd(start) + text
  }
  return line.trimEnd()
}
