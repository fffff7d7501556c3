import type { Span } from '../measure/span.ts'
import type { StateMatch } from '../model/handle.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { FlowSummary } from './schema.ts'
import type { Ns } from '../model/time.ts'
import { ARROWS, clip, plural } from './text.ts'
import type { Page, Style } from './text.ts'

const MOST_LINES = 18

interface Line {
  readonly at: Ns
  readonly kind: string
  readonly text: string
  readonly style: Style | null
}

/** What happened in a trial, in order; instants count from the injection. */
export function renderTimeline(
  trial: readonly JournalEvent[],
  span: Span,
  details: { readonly flows: readonly FlowSummary[]; readonly detections: readonly StateMatch[] },
  page: Page,
): string[] {
  if (span.injected === null) return []
  const zero = span.injected[0]
  const lines = [
    ...trial.flatMap((event) => ofEvent(event, zero, details.detections)),
    ...ofFlows(details.flows),
  ].filter((line) => line.at >= zero)
  lines.sort((a, b) => a.at - b.at)
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 4), null, ...lines.slice(-3)] : lines
  return shown.map((line) => {
    if (line === null)
      return page.paint('dim', `    … ${plural(lines.length - MOST_LINES + 1, 'event')} in journal.ndjson …`)
    const text = clip(`  ${relative(line.at - zero).padStart(11)}  ${line.kind.padEnd(9)} ${line.text}`, page.width)
    return line.style === null ? text : page.paint(line.style, text)
  })
}

function ofEvent(event: JournalEvent, zero: Ns, detections: readonly StateMatch[]): Line[] {
  switch (event.ev) {
    case 'inject':
      return [
        {
          at: event.beforeNs,
          kind: event.beforeNs === zero ? 'FAULT' : 'fault',
          text: event.text.join('; '),
          style: 'red',
        },
      ]
    case 'heal':
      return [{ at: event.beforeNs, kind: 'HEALED', text: event.text.join('; '), style: 'green' }]
    case 'state': {
      const found = detections.some(
        (match) =>
          match.watch === event.watch &&
          match.node === event.node &&
          match.name === event.name &&
          match.state === event.to,
      )
      const text = `${event.node} ${event.name}: ${event.from ?? '?'} → ${event.to}${found ? '   ◀ detection' : ''}`
      return [{ at: event.t, kind: KINDS[event.watch], text, style: found ? 'bold' : null }]
    }
    default:
      return []
  }
}

const KINDS: Readonly<Record<StateMatch['watch'], string>> = {
  vrrp: 'vrrp',
  bondActive: 'bond',
  lacpPort: 'lacp',
  carrier: 'carrier',
}

/** Where the worst stream of each direction stopped and went on. */
function ofFlows(flows: readonly FlowSummary[]): Line[] {
  return flows.flatMap((flow) => {
    const kind = clip(`${flow.name} ${ARROWS[flow.direction]}`, 9)
    return flow.outages.flatMap(({ startNs, endNs, lost }): Line[] => [
      { at: startNs, kind, text: `first of ${plural(lost, 'lost packet')}`, style: 'yellow' },
      ...(endNs === null ? [] : [{ at: endNs, kind, text: 'packets arrive again', style: 'yellow' as const }]),
    ])
  })
}

/** `+3.412 s`. */
const relative = (ns: Ns): string => `${ns < 0 ? '−' : '+'}${(Math.abs(ns) / 1e9).toFixed(3)} s`
