import { groupBy } from '../model/group-by.ts'
import type { Ns } from '../model/time.ts'
import { chosen, type StoryLine } from './choose.ts'
import type { TrialStory, StorySpan } from './story/schema.ts'
import { outageShare } from '../page/sharing.ts'
import { ARROWS } from '../model/traffic.ts'
import { clip, hanging, plural } from './text.ts'
import type { Page, Style } from './text.ts'

const MOST_LINES = 24
const KIND_WIDTH = 8
/** A flow's name, as long as leaves room for what happened to it. */
const NAME_WIDTH = 16
/** The `detail` of a state that the watcher gives to what ran in a node, when the node loses its power. */
const NO_POWER = 'no power'
/** More outages of one direction than these are losses at random, and told as such. */
const MOST_OUTAGES = 12
/** What was seen so shortly before the fault is shown too: it may explain what came. */
const BEFORE_NS = 100e6

interface Line extends StoryLine {
  readonly kind: string
  readonly text: string
  readonly style: Style | null
}

/** What happened in a trial, in order; instants count from the injection. */
export function renderTimeline(story: TrialStory, page: Page): string[] {
  const zero = story.axis.zeroNs
  if (zero === null) return []
  const lines = [...ofPoints(story, zero), ...ofOperations(story, zero), ...ofStates(story), ...ofOutages(story)]
    .filter((line) => line.at >= zero - BEFORE_NS)
    .sort((a, b) => a.at - b.at)
  const shown = chosen(lines, MOST_LINES, story.axis.healedNs ?? undefined)
  const width = Math.max(KIND_WIDTH, ...[...shown].map(({ kind }) => kind.length))
  const written = ({ at, kind, text, style }: Line): string[] =>
    hanging(`  ${relative(at - zero).padStart(10)}  ${kind.padEnd(width)} `, text, page.width).map((line) =>
      style === null ? line : page.paint(style, line),
    )
  const hidden = (count: number): string[] =>
    count === 0 ? [] : [page.paint('dim', `${' '.repeat(14)}… ${plural(count, 'more event')} in journal.ndjson …`)]
  const text: string[] = []
  let skipped = 0
  for (const line of lines) {
    if (shown.has(line)) {
      text.push(...hidden(skipped), ...written(line))
      skipped = 0
    } else skipped += 1
  }
  return [...text, ...hidden(skipped)]
}

/** Lists the phase of each timer at the instant of the fault. */
const ofPoints = ({ points }: TrialStory, zero: Ns): Line[] =>
  points.flatMap((point): Line[] =>
    point.is === 'phase'
      ? [{ at: zero, about: { is: 'frame' }, kind: 'phase', text: point.because, style: 'dim' }]
      : [],
  )

function ofOperations({ operations, spans }: TrialStory, zero: Ns): Line[] {
  const [fault] = spans.flatMap((span) => (span.is === 'fault' ? [`${span.on}: ${span.effect}`] : []))
  return operations.map((one): Line => {
    const at = one.beforeNs
    if (one.what === 'heal')
      return { at, about: { is: 'frame' }, kind: 'HEALED', text: 'the fault is taken away', style: 'green' }
    const isFirst = at === zero
    const text = isFirst ? (fault ?? '') : stepText(one)
    return { at, about: { is: isFirst ? 'frame' : 'step' }, kind: 'FAULT', text, style: 'red' }
  })
}

function ofStates({ states, points }: TrialStory): Line[] {
  const detections = points.flatMap((point) => (point.is === 'detection' ? [point] : []))
  const reported = states
    .flatMap(({ changes, ...object }) => changes.map((change) => ({ ...object, ...change })))
    .sort((a, b) => a.order - b.order)
  return reported.flatMap(({ watch, node, name, word, atNs, from, to, detail }): Line[] => {
    if (from === to) return []
    const found = detections.some(
      (one) => one.atNs === atNs && one.watch === watch && one.node === node && one.name === name && one.state === to,
    )
    // What a node without power is taken to be, so that nobody waits for it, is no state that its daemon has reported.
    const state = detail === NO_POWER ? 'off, for its node has no power' : to
    const text = `${node} ${name}: ${from ?? '?'} → ${state}${found ? '   ◀ detection' : ''}`
    const is = found ? 'detection' : watch === 'carrier' ? 'carrier' : 'state'
    return [{ at: atNs, about: { is }, kind: word, text, style: found ? 'bold' : null }]
  })
}

/** A later step of a fault, such as a flap's: the light goes and comes back; a node's, whose programs are killed. */
function stepText({ operations, text }: TrialStory['operations'][number]): string {
  const killed = operations.flatMap(({ op, on, node }) => (op === 'power' && on === false ? [String(node)] : []))
  const lights = operations.flatMap(({ op, on }) => (op === 'light' ? [on] : []))
  const others = text.length - killed.length - lights.length
  const ends = killed.length === 0 ? 'dark again' : 'the ends of its cables go dark'
  return [
    ...(killed.length === 0 ? [] : [`killed ${killed.join(', ')}`]),
    ...(lights.includes(false) ? [ends] : []),
    ...(lights.includes(true) ? ['the light is back'] : []),
    ...(others === 0 ? [] : [`${plural(others, 'more operation')} of the fault`]),
  ].join('; ')
}

type Outage = Extract<StorySpan, { is: 'outage' }>

/** Where the worst stream of one direction stopped and went on: by the departures of its packets. */
function ofOutages(story: TrialStory): Line[] {
  const ways = groupBy(
    story.spans.flatMap((span) => (span.is === 'outage' ? [span] : [])),
    ({ flow, direction }) => `${direction} ${flow}`,
  )
  return ways.flatMap((outages): Line[] => {
    const [first, last] = [outages[0], outages.at(-1)]
    if (first === undefined || last === undefined) return []
    const kind = `${clip(first.flow, NAME_WIDTH)} ${ARROWS[first.direction]}`
    if (outages.length <= MOST_OUTAGES) return outages.flatMap((one) => ofOutage(story, one, kind))
    const longest = outages.reduce((a, b) => (packetsOf(b) > packetsOf(a) ? b : a))
    const whose = outageShare(story, { ...first, toNs: last.toNs })
    return [scattered(outages, first.fromNs, kind, whose), ...ofOutage(story, longest, kind)]
  })
}

const packetsOf = ({ lost, overdue }: Outage): number => lost + overdue

function ofOutage(story: TrialStory, outage: Outage, kind: string): Line[] {
  const { fromNs, toNs } = outage
  const about = { is: 'outage', packets: packetsOf(outage) } as const
  return [
    {
      at: fromNs,
      about,
      kind,
      text: `the first of ${impairedText(outage)}${outageShare(story, outage)}`,
      style: 'yellow',
    },
    ...(toNs === null
      ? []
      : [{ at: toNs, about, kind, text: 'packets sent from here on arrive', style: 'yellow' } as const]),
  ]
}

/** A line for each of them would be a story without end: how many, how large, and beside it the longest. */
function scattered(outages: readonly Outage[], at: Ns, kind: string, whose: string): Line {
  const sizes = outages.map(packetsOf)
  const [least, most, all] = [Math.min(...sizes), Math.max(...sizes), sizes.reduce((a, b) => a + b, 0)]
  const each = least === most ? plural(most, 'packet') : `${String(least)} to ${plural(most, 'packet')}`
  const text = `the first of ${String(outages.length)} outages of ${each}: ${plural(all, 'packet')} in all${whose}, scattered over the trial`
  return { at, about: { is: 'outage', packets: all }, kind, text, style: 'yellow' }
}

/** `357 lost packets`, `20 lost and 80 late packets`. */
function impairedText({ lost, overdue }: Outage): string {
  if (overdue === 0) return plural(lost, 'lost packet')
  return lost === 0 ? plural(overdue, 'late packet') : `${String(lost)} lost and ${plural(overdue, 'late packet')}`
}

/** `+3.412 s`. */
const relative = (ns: Ns): string => `${ns < 0 ? '−' : '+'}${(Math.abs(ns) / 1e9).toFixed(3)} s`
