import type { Span } from '../measure/span.ts'
import type { StateMatch } from '../model/handle.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Ns } from '../model/time.ts'
import type { FlowSummary } from './schema.ts'
import { ARROWS, clip, hanging, plural } from './text.ts'
import type { Page, Style } from './text.ts'

const MOST_LINES = 24
/** What was seen so shortly before the fault is shown too: it may explain what came. */
const BEFORE_NS = 100e6

interface Line {
  readonly at: Ns
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
  span: Span,
  details: TimelineDetails,
  page: Page,
): string[] {
  const zero = span.injected?.[0]
  if (zero === undefined) return []
  const lines = [...trial.flatMap((event) => ofEvent(event, zero, details)), ...details.flows.flatMap(ofFlow)]
    .filter((line) => line.at >= zero - BEFORE_NS)
    .sort((a, b) => a.at - b.at)
  const hidden = lines.length > MOST_LINES ? lines.length - MOST_LINES + 1 : 0
  const tail = hidden > 0 ? 3 : 0
  const written = ({ at, kind, text, style }: Line): string[] =>
    hanging(`  ${relative(at - zero).padStart(10)}  ${kind.padEnd(8)} `, text, page.width).map((line) =>
      style === null ? line : page.paint(style, line),
    )
  return [
    ...lines.slice(0, lines.length - hidden - tail).flatMap(written),
    ...(hidden > 0
      ? [page.paint('dim', `${' '.repeat(14)}… ${plural(hidden, 'more event')} in journal.ndjson …`)]
      : []),
    ...lines.slice(lines.length - tail).flatMap(written),
  ]
}

function ofEvent(event: JournalEvent, zero: Ns, { fault, detections }: TimelineDetails): Line[] {
  switch (event.ev) {
    case 'phase':
      return [{ at: zero, kind: 'phase', text: event.because, style: 'dim' }]
    case 'inject': {
      if (event.beforeNs === zero) return [{ at: zero, kind: 'FAULT', text: fault, style: 'red' }]
      return [{ at: event.beforeNs, kind: 'FAULT', text: stepText(event.text), style: 'red' }]
    }
    case 'heal':
      return [{ at: event.beforeNs, kind: 'HEALED', text: 'the fault is taken away', style: 'green' }]
    case 'state': {
      if (event.from === event.to) return []
      const found = detections.some((match) => matches(match, event))
      const text = `${event.node} ${event.name}: ${event.from ?? '?'} → ${event.to}${found ? '   ◀ detection' : ''}`
      return [{ at: event.t, kind: KINDS[event.watch], text, style: found ? 'bold' : null }]
    }
    default:
      return []
  }
}

/** A later step of a fault, such as a flap's: the light goes and comes back; a node's, whose container is killed. */
function stepText(operations: readonly string[]): string {
  const killed = operations.flatMap((text) => /^power node=(.*) on=false$/.exec(text)?.[1] ?? [])
  if (killed.length > 0 && killed.length === operations.length) return `killed ${killed.join(', ')}`
  const lights = operations.flatMap((text) => /^light .* on=(true|false)$/.exec(text)?.[1] ?? [])
  if (lights.length < operations.length || new Set(lights).size !== 1) return operations.join('; ')
  return lights[0] === 'true' ? 'the light is back' : 'dark again'
}

const matches = (match: StateMatch, event: Extract<JournalEvent, { ev: 'state' }>): boolean =>
  match.watch === event.watch && match.node === event.node && match.name === event.name && match.state === event.to

const KINDS: Readonly<Record<StateMatch['watch'], string>> = {
  vrrp: 'vrrp',
  bondActive: 'bond',
  lacpPort: 'lacp',
  stpPort: 'stp',
  carrier: 'carrier',
}

/** Where the worst stream of one direction stopped and went on. */
function ofFlow(flow: FlowSummary): Line[] {
  const kind = `${clip(flow.name, 6)} ${ARROWS[flow.direction]}`
  return flow.outages.flatMap(({ startNs, endNs, lost }): Line[] => [
    { at: startNs, kind, text: `the first of ${plural(lost, 'lost packet')}`, style: 'yellow' },
    ...(endNs === null ? [] : [{ at: endNs, kind, text: 'packets arrive again', style: 'yellow' as const }]),
  ])
}

/** `+3.412 s`. */
const relative = (ns: Ns): string => `${ns < 0 ? '−' : '+'}${(Math.abs(ns) / 1e9).toFixed(3)} s`
