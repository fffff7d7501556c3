import { stateWord } from '../mechanisms/all/text.ts'
import type { TrialSpan } from '../measure/span.ts'
import type { StateMatch } from '../model/handle.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Ns } from '../model/time.ts'
import { chosen, type About, type StoryLine } from './choose.ts'
import type { FlowSummary } from './schema.ts'
import { ARROWS, clip, hanging, plural } from './text.ts'
import type { Page, Style } from './text.ts'

const MOST_LINES = 24
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

export interface TimelineDetails {
  /** What the fault does, for people. */
  readonly fault: string
  readonly flows: readonly FlowSummary[]
  /** The events that theory names. */
  readonly detections: readonly StateMatch[]
}

/** What happened in a trial, in order; instants count from the injection. */
export function renderTimeline(
  trial: readonly JournalEvent[],
  span: TrialSpan,
  details: TimelineDetails,
  page: Page,
): string[] {
  const zero = span.injected?.[0]
  if (zero === undefined) return []
  // Of each event that theory names the first since the injection.
  const detected = details.detections.flatMap(
    (match) => trial.find((event) => event.ev === 'state' && event.t >= zero && matches(match, event)) ?? [],
  )
  const lines = [
    ...trial.flatMap((event) => ofEvent(event, zero, details.fault, detected)),
    ...details.flows.flatMap(ofFlow),
  ]
    .filter((line) => line.at >= zero - BEFORE_NS)
    .sort((a, b) => a.at - b.at)
  const shown = chosen(lines, MOST_LINES, span.healed?.[0])
  const written = ({ at, kind, text, style }: Line): string[] =>
    hanging(`  ${relative(at - zero).padStart(10)}  ${kind.padEnd(8)} `, text, page.width).map((line) =>
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

function ofEvent(event: JournalEvent, zero: Ns, fault: string, detected: readonly JournalEvent[]): Line[] {
  const line = (
    at: Ns,
    is: Exclude<About['is'], 'outage'>,
    kind: string,
    text: string,
    style: Style | null,
  ): Line[] => [{ at, about: { is }, kind, text, style }]
  switch (event.ev) {
    case 'phase':
      return line(zero, 'frame', 'phase', event.because, 'dim')
    case 'inject':
      if (event.beforeNs === zero) return line(zero, 'frame', 'FAULT', fault, 'red')
      return line(event.beforeNs, 'step', 'FAULT', stepText(event.text), 'red')
    case 'heal':
      return line(event.beforeNs, 'frame', 'HEALED', 'the fault is taken away', 'green')
    case 'state': {
      if (event.from === event.to) return []
      const found = detected.includes(event)
      // What a node without power is taken to be, so that nobody waits for it, is no state that its daemon has reported.
      const to = event.detail === NO_POWER ? 'off, for its node has no power' : event.to
      const text = `${event.node} ${event.name}: ${event.from ?? '?'} → ${to}${found ? '   ◀ detection' : ''}`
      const is = found ? 'detection' : event.watch === 'carrier' ? 'carrier' : 'state'
      return line(event.t, is, stateWord(event.watch), text, found ? 'bold' : null)
    }
    default:
      return []
  }
}

/** A later step of a fault, such as a flap's: the light goes and comes back; a node's, whose programs are killed. */
function stepText(operations: readonly string[]): string {
  const killed = operations.flatMap((text) => /^power node=(.*) on=false$/.exec(text)?.[1] ?? [])
  const lights = operations.flatMap((text) => /^light .* on=(true|false)$/.exec(text)?.[1] ?? [])
  const others = operations.length - killed.length - lights.length
  const ends = killed.length === 0 ? 'dark again' : 'the ends of its cables go dark'
  return [
    ...(killed.length === 0 ? [] : [`killed ${killed.join(', ')}`]),
    ...(lights.includes('false') ? [ends] : []),
    ...(lights.includes('true') ? ['the light is back'] : []),
    ...(others === 0 ? [] : [`${plural(others, 'more operation')} of the fault`]),
  ].join('; ')
}

const matches = (match: StateMatch, event: Extract<JournalEvent, { ev: 'state' }>): boolean =>
  match.watch === event.watch &&
  match.node === event.node &&
  match.name === event.name &&
  match.state === event.to &&
  event.from !== event.to

/** Where the worst stream of one direction stopped and went on: by the departures of its packets. */
function ofFlow({ name, direction, outages }: FlowSummary): Line[] {
  const kind = `${clip(name, 6)} ${ARROWS[direction]}`
  const [first] = outages
  if (first === undefined || outages.length <= MOST_OUTAGES) return outages.flatMap((one) => ofOutage(one, kind))
  const longest = outages.reduce((a, b) => (packetsOf(b) > packetsOf(a) ? b : a))
  return [scattered(outages, first.startNs, kind), ...ofOutage(longest, kind)]
}

type Outage = FlowSummary['outages'][number]

const packetsOf = ({ lost, overdue }: Outage): number => lost + overdue

function ofOutage(outage: Outage, kind: string): Line[] {
  const { startNs, endNs } = outage
  const about = { is: 'outage', packets: packetsOf(outage) } as const
  return [
    { at: startNs, about, kind, text: `the first of ${impairedText(outage)}`, style: 'yellow' },
    ...(endNs === null
      ? []
      : [{ at: endNs, about, kind, text: 'packets sent from here on arrive', style: 'yellow' } as const]),
  ]
}

/** A line for each of them would be a story without end: how many, how large, and beside it the longest. */
function scattered(outages: readonly Outage[], at: Ns, kind: string): Line {
  const sizes = outages.map(packetsOf)
  const [least, most, all] = [Math.min(...sizes), Math.max(...sizes), sizes.reduce((a, b) => a + b, 0)]
  const each = least === most ? plural(most, 'packet') : `${String(least)} to ${plural(most, 'packet')}`
  const text = `the first of ${String(outages.length)} outages of ${each}: ${plural(all, 'packet')} in all, scattered over the trial`
  return { at, about: { is: 'outage', packets: all }, kind, text, style: 'yellow' }
}

/** `357 lost packets`, `20 lost and 80 late packets`. */
function impairedText({ lost, overdue }: Outage): string {
  if (overdue === 0) return plural(lost, 'lost packet')
  return lost === 0 ? plural(overdue, 'late packet') : `${String(lost)} lost and ${plural(overdue, 'late packet')}`
}

/** `+3.412 s`. */
const relative = (ns: Ns): string => `${ns < 0 ? '−' : '+'}${(Math.abs(ns) / 1e9).toFixed(3)} s`
