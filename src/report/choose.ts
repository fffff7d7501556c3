import type { Ns } from '../model/time.ts'
import { SLACK_NS } from './story/parts.ts'

/** One line of a trial's story. */
export interface StoryLine {
  readonly at: Ns
  readonly about: About
}

export type About =
  /** Injection, healing, the phase: what everything else is counted from. */
  | { readonly is: 'frame' }
  /** The event that theory names. */
  | { readonly is: 'detection' }
  /** A flow's outage begins or ends; of how many packets. */
  | { readonly is: 'outage'; readonly packets: number }
  /** A watcher saw a protocol's state change, or a light. */
  | { readonly is: 'state' }
  | { readonly is: 'carrier' }
  /** A later step of the fault. */
  | { readonly is: 'step' }

/** A state that changed so shortly before an outage began or ended may be why it did. */
const CAUSE_NS = 1e9

/**
 * Of many lines those that explain the trial, `most` of them, in their order; the others are counted, not shown.
 * Never left out: the frame, detection, the longest outages of the fault and of the return with their ends, and the last change
 * of state before each of these.
 */
export function chosen<Line extends StoryLine>(
  lines: readonly Line[],
  most: number,
  healedNs = Number.POSITIVE_INFINITY,
): ReadonlySet<Line> {
  if (lines.length <= most) return new Set(lines)
  const room = Math.floor(most / 4)
  const longest = [
    ...longestOf(lines.filter(({ at }) => at < healedNs)).slice(0, room),
    ...longestOf(lines.filter(({ at }) => at >= healedNs)).slice(0, room),
  ]
  const instants = longest.map(({ at }) => at)
  const causes = instants.flatMap((at) => causeOf(lines, at))
  const rank = (line: Line): number => {
    if (line.about.is === 'frame' || line.about.is === 'detection') return 4
    if (longest.includes(line) || causes.includes(line)) return 3
    return { outage: 1, state: 2, carrier: 1, step: 0 }[line.about.is]
  }
  const away = ({ at }: Line): Ns => Math.min(...instants.map((instant) => Math.abs(instant - at)))
  const ranked = lines.toSorted((a, b) => rank(b) - rank(a) || away(a) - away(b) || a.at - b.at)
  return new Set(ranked.slice(0, most))
}

/** Where outages begin and end that are more than half as long as the longest. */
function longestOf<Line extends StoryLine>(lines: readonly Line[]): Line[] {
  const outages = lines.filter(({ about }) => about.is === 'outage').sort((a, b) => packetsOf(b) - packetsOf(a))
  return outages.filter((line) => packetsOf(line) * 2 > packetsOf(outages[0]))
}

const packetsOf = (line: StoryLine | undefined): number => (line?.about.is === 'outage' ? line.about.packets : 0)

/** The last change of a protocol's state before this instant, or of a light where there is none. */
function causeOf<Line extends StoryLine>(lines: readonly Line[], at: Ns): Line[] {
  const before = (is: About['is']): Line | undefined =>
    lines.findLast((line) => line.about.is === is && line.at <= at + SLACK_NS && line.at >= at - CAUSE_NS)
  const cause = before('state') ?? before('carrier')
  return cause === undefined ? [] : [cause]
}
