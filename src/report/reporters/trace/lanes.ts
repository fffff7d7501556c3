import type { StoryPoint, StorySpan, StoryState, TrialStory } from '../../story/schema.ts'
import type { Ns } from '../../../model/time.ts'
import { ARROWS } from '../../../model/traffic.ts'
import type { Slice } from './slices.ts'

/** What happened at an instant. */
export interface Instant {
  readonly name: string
  readonly category: string
  readonly atNs: Ns
  readonly args: Readonly<Record<string, unknown>>
}

/** One thing of a trial over time. */
export interface Lane {
  readonly name: string
  readonly slices: readonly Slice[]
  readonly instants: readonly Instant[]
}

/** The lanes of a trial: what was done to it, what each flow and session lost, and the states that explain it. */
export function lanesOf(story: TrialStory): Lane[] {
  const lanes = new Map<string, { readonly slices: Slice[]; readonly instants: Instant[] }>()
  const lane = (name: string): { readonly slices: Slice[]; readonly instants: Instant[] } => {
    const known = lanes.get(name) ?? { slices: [], instants: [] }
    lanes.set(name, known)
    return known
  }
  // In the order in which one reads them, whatever comes first in time.
  for (const name of ['trial', 'fault']) lane(name)
  const spans = ORDER.flatMap((kind) => story.spans.filter(({ is }) => is === kind))
  for (const span of spans) lane(laneOf(span)).slices.push(sliceOf(span, story.axis.toNs))
  for (const operation of story.operations) lane('fault').instants.push(ofOperation(operation))
  for (const point of story.points)
    lane(point.is === 'log' ? `log ${point.node}` : 'fault').instants.push(ofPoint(point))
  for (const state of story.states)
    lane(`${state.word} ${state.node} ${state.name}`).slices.push(...ofState(state, story.axis.toNs))
  return [...lanes].map(([name, content]) => ({ name, ...content }))
}

const ORDER: readonly StorySpan['is'][] = [
  'stage',
  'fault',
  'effect',
  'outage',
  'noise',
  'part',
  'window',
  'way',
  'connection',
  'stall',
]

function laneOf(span: StorySpan): string {
  switch (span.is) {
    case 'stage':
      return 'trial'
    case 'fault':
      return 'fault'
    case 'effect':
      return `fault at ${span.node}:${span.interface}`
    case 'outage':
    case 'noise':
      return flowLane(span)
    case 'part':
      return `${flowLane(span)} parts`
    case 'way':
      return `${flowLane(span)} way`
    case 'window':
      return `${span.direction === null ? span.on : flowLane({ flow: span.on, direction: span.direction })} window`
    case 'connection':
      return span.session
    case 'stall':
      return `${span.session} stalls`
  }
}

const flowLane = ({ flow, direction }: { readonly flow: string; readonly direction: keyof typeof ARROWS }): string =>
  `${flow} ${ARROWS[direction]}`

/** What had not ended when the watching did ends there, and says so. */
function sliceOf(span: StorySpan, endNs: Ns): Slice {
  const { is, fromNs, toNs, ...args } = span
  const open = toNs === null ? { isOpen: true } : {}
  return { name: nameOf(span), category: is, fromNs, toNs: toNs ?? Math.max(endNs, fromNs), args: { ...args, ...open } }
}

function nameOf(span: StorySpan): string {
  switch (span.is) {
    case 'stage':
      return span.stage
    case 'fault':
      return `${span.on}: ${span.effect}`
    case 'effect':
      return span.text
    case 'part':
      return span.part
    case 'way':
      return span.hole === null ? 'arrives' : `ends at ${[span.hole.node, span.hole.interface ?? []].flat().join(':')}`
    case 'connection':
      return span.tuple
    default:
      return span.is
  }
}

const ofOperation = ({ what, batch, beforeNs, ...args }: TrialStory['operations'][number]): Instant => ({
  name: what === 'heal' ? 'healed' : batch === 0 ? 'injected' : `step ${String(batch)} of the fault`,
  category: 'operation',
  atNs: beforeNs,
  args,
})

function ofPoint(point: StoryPoint): Instant {
  const { is, atNs, ...args } = point
  return { name: pointName(point), category: is, atNs, args }
}

function pointName(point: StoryPoint): string {
  switch (point.is) {
    case 'gate':
      return point.passed ? 'gate passed' : 'gate closed'
    case 'phase':
      return `phase: ${point.timer}`
    case 'detection':
      return `detection: ${point.node} ${point.name} ${point.state}`
    case 'path-back':
      return `path back: ${point.session}`
    case 'proof':
      return `proof: ${point.of}${point.holds ? '' : ' failed'}`
    case 'log':
      return point.text
    case 'error':
      return `error: ${point.code}`
  }
}

/** From each change to the next one. */
const ofState = ({ changes }: StoryState, endNs: Ns): Slice[] =>
  changes.map(({ atNs, to, ...args }, at) => ({
    name: to,
    category: 'state',
    fromNs: atNs,
    toNs: changes[at + 1]?.atNs ?? Math.max(endNs, atNs),
    args,
  }))
