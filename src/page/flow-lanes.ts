import { groupBy } from '../model/group-by.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { Direction } from '../model/traffic.ts'
import type { TrialStory } from '../report/story/schema.ts'
import { spanText, type Axis } from './axis.ts'
import { arrow, spansOf, type Bar, type BarKind, type TimeLane, type SpanOf } from './lane.ts'
import { sharedText, sharingOf } from './sharing.ts'

/** One direction of a flow. */
export interface FlowKey {
  readonly flow: string
  readonly direction: Direction
}

export const flowText = ({ flow, direction }: FlowKey): string => `${flow}${arrow(direction)}`

/** Of a story, in its order. */
export const flowsOf = ({ streams }: TrialStory): readonly FlowKey[] =>
  groupBy(streams, ({ flow, direction }) => `${flow} ${direction}`).flatMap(([first]) =>
    first === undefined ? [] : [{ flow: first.flow, direction: first.direction }],
  )

/** Of each direction of each flow its worst stream. */
export const flowLanes = (
  story: TrialStory,
  axis: Axis,
): readonly { readonly key: FlowKey; readonly lane: TimeLane }[] =>
  flowsOf(story).map((key) => ({ key, lane: streamLane(story, key, axis) }))

type Stream = TrialStory['streams'][number]

const lostOf = ({ lost }: Stream): number => lost.reduce((sum, [from, to]) => sum + to - from + 1, 0)

function streamLane({ streams }: TrialStory, { flow, direction }: FlowKey, axis: Axis): TimeLane {
  const own = streams.filter((one) => one.flow === flow && one.direction === direction)
  const label = flowText({ flow, direction })
  const worst = own.reduce<Stream | undefined>((a, b) => (a === undefined || lostOf(b) > lostOf(a) ? b : a), undefined)
  if (worst === undefined) return { label, says: label, isShaded: true, bars: [] }
  const { firstNs, stepNs, sent, duplicated } = worst
  const at = (packet: number): Ns => firstNs + packet * stepNs
  const all = own.reduce((sum, one) => sum + one.streams.length, 0)
  const lostCount = String(lostOf(worst))
  const [never, late, twice] = [own.map(neverArrived), own.map(({ overdue }) => overdue), own.map(duplicates)]
  const bar = (kind: BarKind, word: string, of: readonly Ranges[], [from, to]: Ranges[number]): Bar => {
    const count = to - from + 1
    const [fromNs, toNs] = [at(from), at(to + 1)]
    const sharing = sharingOf(own, fromNs, toNs, of)
    const inside = `${String(count)} ${word}${sharedText(sharing)}, ${formatNs(count * stepNs)}`
    const said = `${inside}: ${spanText(axis, fromNs, toNs)}`
    return { fromNs, toNs, kind, said, inside, packets: { count, word, ...sharing } }
  }
  return {
    label,
    says: `${label}: ${lostCount} of ${String(sent)} packets lost, worst of ${String(all)} streams`,
    isShaded: true,
    bars: [
      {
        fromNs: firstNs,
        toNs: at(sent),
        kind: 'arrived',
        said: `${String(sent)} packets sent, ${String(sent - lostOf(worst))} arrived in time`,
        inside: '',
        isThin: true,
      },
      ...neverArrived(worst).map((range) => bar('missed', 'lost', never, range)),
      ...worst.overdue.map((range): Bar => ({ ...bar('bad', 'late', late, range), isThin: true })),
      ...duplicated.map(([packet, more]): Bar => ({
        ...bar('waits', more > 1 ? `duplicated ${String(more)} times` : 'duplicated', twice, [packet, packet]),
        isThin: true,
      })),
    ],
  }
}

type Ranges = Stream['lost']

const neverArrived = ({ lost, overdue }: Stream): Ranges => without(lost, overdue)

const duplicates = ({ duplicated }: Stream): Ranges => duplicated.map(([packet]) => [packet, packet])

/** What of the first ranges no range of the second has; those lie within them, and both are in order. */
function without(all: Ranges, some: Ranges): Ranges {
  let index = 0
  return all.flatMap(([from, to]) => {
    const rest: [number, number][] = []
    let next = from
    for (let inner = some[index]; inner !== undefined && inner[0] <= to; inner = some[++index]) {
      if (inner[0] > next) rest.push([next, inner[0] - 1])
      next = inner[1] + 1
    }
    return next <= to ? [...rest, [next, to] as [number, number]] : rest
  })
}

const PARTS: Readonly<Record<SpanOf<'part'>['part'], { readonly kind: BarKind; readonly text: string }>> = {
  detection: { kind: 'theory', text: 'detection' },
  decision: { kind: 'waits', text: 'decision' },
  relearning: { kind: 'arrived', text: 'relearning' },
  undetected: { kind: 'bad', text: 'nothing that theory names reacted' },
}

/** How the outage of a flow is made up; none where it has none. */
export function splitLanes(story: TrialStory, axis: Axis, key: FlowKey): readonly TimeLane[] {
  const parts = spansOf(story, 'part').filter((one) => one.flow === key.flow && one.direction === key.direction)
  if (parts.length === 0) return []
  const label = flowText(key)
  const bars = parts.map((one): Bar => {
    const isOpen = axis.healedNs !== null && one.toNs >= axis.healedNs
    const isInVain = isOpen && (one.part === 'relearning' || (one.part === 'undetected' && hasMoved(story, one)))
    const { kind, text } = isInVain ? VAIN : PARTS[one.part]
    return {
      fromNs: one.fromNs,
      toNs: one.toNs,
      kind,
      said: `${text}: ${spanText(axis, one.fromNs, one.toNs)}`,
      inside: text,
    }
  })
  return [{ label: `${label} outage`, says: `${label}: parts of the outage`, isShaded: true, bars }]
}

const VAIN = { kind: 'bad', text: 'moved, and still nothing arrives' } as const

/** A mechanism reacted between the two instants, though no packet arrived for it. */
const hasMoved = ({ states }: TrialStory, { fromNs, toNs }: SpanOf<'part'>): boolean =>
  states.some(
    ({ watch, changes }) =>
      watch !== 'carrier' &&
      changes.some(({ atNs, from, to }) => from !== null && from !== to && atNs > fromNs && atNs < toNs),
  )
