import { groupBy } from '../model/group-by.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { StoryState, TrialStory } from '../report/story/schema.ts'
import { spanText, type Axis } from './axis.ts'
import { flowLanes, splitLanes } from './flow-lanes.ts'
import { arrow, spansOf, type Bar, type TimeLane, type SpanOf } from './lane.ts'
import { toneOf } from './tone.ts'

export interface TrialLanes {
  readonly lanes: readonly TimeLane[]
  /** What did not change, by kind and state; empty: all did. */
  readonly still: string
  /** States that changed and have no lane. */
  readonly more: number
}

/** More states than can be taken in: the rest is counted. */
const MOST_STATES = 40

/** The fault, what theory allows, what packets and sessions lost, and which states changed. */
export function trialLanes(story: TrialStory, axis: Axis): TrialLanes {
  const changed = story.states.filter(({ changes }) =>
    changes.some(({ atNs, from, to }) => atNs >= axis.zeroNs && from !== null && from !== to),
  )
  const shown = changed.slice(0, MOST_STATES)
  return {
    lanes: [
      ...spansOf(story, 'fault').map((one) => faultLane(one, axis)),
      ...spansOf(story, 'window').map((one) => windowLane(one, axis)),
      ...flowLanes(story, axis).flatMap(({ key, lane }) => [...splitLanes(story, axis, key), lane]),
      ...sessionLanes(story, axis),
      ...shown.map((one) => stateLane(one, axis)),
    ],
    still: stillText(story.states.filter((one) => !changed.includes(one))),
    more: changed.length - shown.length,
  }
}

const faultLane = (one: SpanOf<'fault'>, axis: Axis): TimeLane => ({
  label: 'fault',
  says: `fault: ${one.effect} on ${one.on}`,
  isShaded: true,
  bars: [
    {
      fromNs: one.fromNs,
      toNs: one.toNs,
      kind: 'fault',
      said: `${one.on}: ${one.effect}: ${spanText(axis, one.fromNs, one.toNs)}`,
      inside: `${one.on}: ${one.effect}`,
    },
  ],
})

function windowLane(one: SpanOf<'window'>, axis: Axis): TimeLane {
  const label = `theory: ${one.on}${arrow(one.direction)}`
  const [fromNs, toNs] = one.toNs === null ? [axis.zeroNs, axis.healedNs] : [one.fromNs, one.toNs]
  const said = `${one.because.text}: ${spanText(axis, fromNs, toNs)}`
  const inside = one.toNs === null ? 'not back before the healing' : 'back'
  return { label, says: `theory of ${one.on}`, isShaded: true, bars: [{ fromNs, toNs, kind: 'theory', said, inside }] }
}

function sessionLanes(story: TrialStory, axis: Axis): readonly TimeLane[] {
  const [connections, stalls] = [spansOf(story, 'connection'), spansOf(story, 'stall')]
  const names = [...new Set([...connections, ...stalls].map(({ session }) => session))]
  return names.map((session) => {
    const lengthNs = (one: SpanOf<'stall'>): Ns => (one.toNs ?? axis.toNs) - one.fromNs
    const own = stalls.filter((one) => one.session === session)
    return {
      label: session,
      says: `${session}: ${own.length === 0 ? 'no stall' : own.map((one) => `stalled ${formatNs(lengthNs(one))}`).join(', ')}`,
      isShaded: true,
      bars: [
        ...connections
          .filter((one) => one.session === session)
          .map(({ fromNs, toNs, tuple, closedBy, retransmits }): Bar => {
            const closed = closedBy === null ? '' : `, closed by ${closedBy}`
            const said = `${tuple}${closed}, ${String(retransmits)} retransmissions`
            return { fromNs, toNs, kind: 'arrived', said, inside: '', isThin: true }
          }),
        ...own.map((one): Bar => {
          const inside = `stalled ${formatNs(lengthNs(one))}`
          const said = `${inside}: ${spanText(axis, one.fromNs, one.toNs)}`
          return { fromNs: one.fromNs, toNs: one.toNs, kind: 'bad', said, inside }
        }),
      ],
    }
  })
}

function stateLane(state: StoryState, axis: Axis): TimeLane {
  const { changes, word, node, name } = state
  return {
    label: `${word} ${node} ${name}`,
    says: `${word} of ${node} ${name}: ${changes.map(({ to }) => to).join(', ')}`,
    isShaded: false,
    bars: changes.flatMap(({ atNs, sinceNs, to, detail }, index): Bar[] => {
      const toNs = changes[index + 1]?.atNs ?? axis.toNs
      if (toNs === atNs) return []
      const what = detail === undefined ? to : `${to} (${detail})`
      const seen = sinceNs === atNs ? '' : `; seen up to ${formatNs(atNs - sinceNs)} late`
      const said = `${what}: ${spanText(axis, atNs, toNs)}${seen}`
      return [{ fromNs: atNs, toNs, kind: toneOf(state, to), said, inside: to }]
    }),
  }
}

/** `carrier up: host eth1, sw1 eth1`. */
function stillText(states: readonly StoryState[]): string {
  const same = groupBy(states, ({ word, changes }) => `${word} ${changes.at(-1)?.to ?? ''}`)
  return same
    .map((group) => {
      const [first] = group
      const names = group.slice(0, 8).map(({ node, name }) => `${node} ${name}`)
      const more = group.length > names.length ? ` and ${String(group.length - names.length)} more` : ''
      return `${first?.word ?? ''} ${first?.changes.at(-1)?.to ?? ''}: ${names.join(', ')}${more}`
    })
    .join('; ')
}
