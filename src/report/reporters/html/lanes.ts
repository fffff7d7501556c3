import { groupBy } from '../../../model/group-by.ts'
import { formatNs, type Ns } from '../../../model/time.ts'
import type { Direction } from '../../../model/traffic.ts'
import type { StorySpan, StoryState, TrialStory } from '../../story/schema.ts'
import { ARROWS } from '../../text.ts'
import { axisOf, bar, lane, outageAxis, share, ticks, type Axis } from './axis.ts'
import { element, named, percent, title } from './element.ts'

/** More lanes of states than can be taken in: the rest is counted. */
const MOST_STATES = 40

/** One trial on one axis: the fault, what theory allows, what packets and sessions lost, and which states changed. */
export function lanesOf(story: TrialStory): string {
  const whole = axisOf(story)
  const near = outageAxis(story, whole)
  if (near === null) return lanesOn(whole, story)
  return [
    lanesOn(near, story),
    element(
      'details',
      {},
      element('summary', {}, `All ${formatNs(whole.toNs - whole.zeroNs)} of it`),
      lanesOn(whole, story),
    ),
  ].join('\n')
}

function lanesOn(axis: Axis, story: TrialStory): string {
  const changed = story.states.filter(({ changes }) =>
    changes.some(({ atNs, from, to }) => atNs >= axis.zeroNs && atNs <= axis.toNs && from !== null && from !== to),
  )
  const shown = changed.slice(0, MOST_STATES)
  const spans = <Is extends StorySpan['is']>(is: Is): readonly Extract<StorySpan, { is: Is }>[] =>
    story.spans.filter((one): one is Extract<StorySpan, { is: Is }> => one.is === is)
  const lanes: readonly (readonly [string, string])[] = [
    [story.axis.zeroNs === null ? 'there was no fault' : 'since the fault', ticks(axis)],
    ...spans('fault').map((one): readonly [string, string] => [
      'fault',
      lane(axis, `fault: ${one.effect} on ${one.on}`, [
        bar(axis, one, 's-fault', `${one.on}: ${one.effect}`, 't-fault'),
      ]),
    ]),
    ...spans('window').map((one): readonly [string, string] => [
      `theory: ${one.on}${arrow(one.direction)}`,
      lane(axis, `theory of ${one.on}`, [windowBar(axis, one)]),
    ]),
    ...flowLanes(story, axis, spans('part')),
    ...sessionLanes(axis, spans('connection'), spans('stall')),
    ...shown.map((one): readonly [string, string] => [`${one.word} ${one.node} ${one.name}`, stateLane(one, axis)]),
  ]
  return [
    element(
      'div',
      { class: 'lanes' },
      ...lanes.flatMap(([label, svg]) => [element('div', { class: 'label' }, named(label)), element('div', {}, svg)]),
    ),
    stillText(story.states.filter((one) => !changed.includes(one))),
    changed.length > shown.length
      ? element('p', { class: 'dim' }, `${String(changed.length - shown.length)} more states changed.`)
      : '',
  ].join('\n')
}

/** What did not change, by kind and state: `carrier up: host eth1, sw1 eth1`. */
function stillText(states: readonly StoryState[]): string {
  if (states.length === 0) return ''
  const same = groupBy(states, ({ word, changes }) => `${word} ${changes.at(-1)?.to ?? ''}`)
  const texts = same.map((group) => {
    const [first] = group
    const names = group.slice(0, 8).map(({ node, name }) => `${node} ${name}`)
    const more = group.length > names.length ? ` and ${String(group.length - names.length)} more` : ''
    return `${first?.word ?? ''} ${first?.changes.at(-1)?.to ?? ''}: ${names.join(', ')}${more}`
  })
  return element('p', { class: 'dim' }, named(`Unchanged here: ${texts.join('; ')}.`))
}

const arrow = (direction: Direction | null): string => (direction === null ? '' : ` ${ARROWS[direction]}`)

function windowBar(axis: Axis, one: Extract<StorySpan, { is: 'window' }>): string {
  if (one.toNs === null)
    return bar(
      axis,
      { fromNs: axis.zeroNs, toNs: axis.healedNs },
      's-theory',
      one.because.text,
      't-theory',
      'not back before the healing',
    )
  return bar(axis, one, 's-theory', one.because.text, 't-theory', 'back')
}

const PARTS = { detection: 's-theory', decision: 's-seg2', relearning: 's-arr', undetected: 's-bad' } as const
const PART_TEXT = { detection: 't-theory', decision: 't-seg2', relearning: 't-paper', undetected: 't-missed' } as const
const PART_WORDS = {
  detection: 'detection',
  decision: 'decision',
  relearning: 'relearning',
  undetected: 'nothing that theory names reacted',
} as const

/** Of each direction of each flow its worst stream, and how the outage is made up. */
function flowLanes(
  story: TrialStory,
  axis: Axis,
  parts: readonly Extract<StorySpan, { is: 'part' }>[],
): readonly (readonly [string, string])[] {
  const ways = groupBy(story.streams, ({ flow, direction }) => `${flow} ${direction}`)
  return ways.flatMap((streams): readonly (readonly [string, string])[] => {
    const [first] = streams
    if (first === undefined) return []
    const label = `${first.flow}${arrow(first.direction)}`
    const mine = parts.filter(({ flow, direction }) => flow === first.flow && direction === first.direction)
    const split = mine.map((one) => {
      const isOpen = axis.healedNs !== null && one.toNs >= axis.healedNs
      const isInVain = isOpen && (one.part === 'relearning' || (one.part === 'undetected' && hasMoved(story, one)))
      if (isInVain) return bar(axis, one, 's-bad', 'moved, and still nothing arrives', 't-missed')
      return bar(axis, one, PARTS[one.part], PART_WORDS[one.part], PART_TEXT[one.part])
    })
    return [
      ...(split.length === 0 ? [] : [[`${label} outage`, lane(axis, `${label}: parts of the outage`, split)] as const]),
      [label, streamLane(streams, axis, label)],
    ]
  })
}

/** A mechanism reacted between the two instants, though no packet arrived for it. */
const hasMoved = (
  { states }: TrialStory,
  { fromNs, toNs }: Pick<StorySpan, 'fromNs'> & { readonly toNs: Ns },
): boolean =>
  states.some(
    ({ watch, changes }) =>
      watch !== 'carrier' &&
      changes.some(({ atNs, from, to }) => from !== null && from !== to && atNs > fromNs && atNs < toNs),
  )

type Streams = readonly TrialStory['streams'][number][]

function streamLane(streams: Streams, axis: Axis, label: string): string {
  const lostOf = ({ lost }: Streams[number]): number => lost.reduce((sum, [from, to]) => sum + to - from + 1, 0)
  const worst = streams.reduce<Streams[number] | undefined>(
    (a, b) => (a === undefined || lostOf(b) > lostOf(a) ? b : a),
    undefined,
  )
  if (worst === undefined) return lane(axis, label, [])
  const { firstNs, stepNs, sent, lost } = worst
  const at = (packet: number): Ns => firstNs + packet * stepNs
  const all = streams.reduce((sum, one) => sum + one.streams.length, 0)
  const arrived = {
    x: percent(share(axis, firstNs)),
    y: 8,
    width: percent(share(axis, at(sent)) - share(axis, firstNs)),
    height: 4,
  }
  return lane(
    axis,
    `${label}: ${String(lostOf(worst))} of ${String(sent)} packets lost, worst of ${String(all)} streams`,
    [
      element(
        'rect',
        { class: 's-arr', ...arrived },
        title(`${String(sent)} packets sent, ${String(sent - lostOf(worst))} arrived in time`),
      ),
      ...joined(lost).map(([from, to, count]) => {
        const said = `${String(count)} lost, ${formatNs((to - from + 1) * stepNs)}`
        return bar(axis, { fromNs: at(from), toNs: at(to + 1) }, 's-missed', said, 't-paper')
      }),
    ],
  )
}

/** Losses that no eye could tell apart are one block: at most 300 are drawn. */
function joined(lost: readonly (readonly [number, number])[]): readonly (readonly [number, number, number])[] {
  const [first, last] = [lost[0]?.[0] ?? 0, lost.at(-1)?.[1] ?? 0]
  const gap = lost.length > 300 ? (last - first) / 300 : 0
  const blocks: [number, number, number][] = []
  for (const [from, to] of lost) {
    const before = blocks.at(-1)
    if (before !== undefined && from - before[1] <= gap) {
      before[1] = to
      before[2] += to - from + 1
    } else blocks.push([from, to, to - from + 1])
  }
  return blocks
}

function sessionLanes(
  axis: Axis,
  connections: readonly Extract<StorySpan, { is: 'connection' }>[],
  stalls: readonly Extract<StorySpan, { is: 'stall' }>[],
): readonly (readonly [string, string])[] {
  const names = [...new Set([...connections, ...stalls].map(({ session }) => session))]
  return names.map((session): readonly [string, string] => [
    session,
    lane(axis, session, [
      ...connections
        .filter((one) => one.session === session)
        .map((one) => {
          const [from, to] = [share(axis, one.fromNs), share(axis, one.toNs ?? axis.toNs)]
          const said = title(`${one.tuple}${one.closedBy === null ? '' : `, closed by ${one.closedBy}`}`)
          return element(
            'rect',
            { class: 's-arr', x: percent(from), y: 8, width: percent(Math.max(0.002, to - from)), height: 4 },
            said,
          )
        }),
      ...stalls
        .filter(
          (one) => one.session === session && (one.toNs ?? axis.toNs) - one.fromNs > (axis.toNs - axis.fromNs) / 1000,
        )
        .map((one) => bar(axis, one, 's-bad', `stalled ${formatNs((one.toNs ?? axis.toNs) - one.fromNs)}`, 't-missed')),
    ]),
  ])
}

const BAD = /fault|down|no carrier|lost|failed|disabled|idle/i
const CARRIES = /^(master|up|active|forwarding|full|established)$|collecting/i

function stateLane({ changes, watch, word, node, name }: StoryState, axis: Axis): string {
  const bars = changes.flatMap(({ atNs, to, detail }, index) => {
    const untilNs = changes[index + 1]?.atNs ?? axis.toNs
    if (untilNs < axis.fromNs || untilNs === atNs) return []
    const [kind, text] = BAD.test(to)
      ? ['s-bad', 't-missed']
      : CARRIES.test(to) || watch === 'bondActive'
        ? ['s-seg', 't-seg']
        : ['s-seg2', 't-seg2']
    const said = detail === undefined ? to : `${to} (${detail})`
    return [bar(axis, { fromNs: Math.max(atNs, axis.fromNs), toNs: untilNs }, kind, said, text, to)]
  })
  return lane(axis, `${word} of ${node} ${name}: ${changes.map(({ to }) => to).join(', ')}`, bars, false)
}
