import type { Ns } from '../model/time.ts'
import type { TrialStory } from '../report/story/schema.ts'
import type { Choice } from './address.ts'
import { axisOf, outageNs, outageStartNs, type Axis } from './axis.ts'
import type { ReplayData } from './data.ts'
import { eventsOf, type TrialEvent } from './events.ts'
import { flowsOf, type FlowKey } from './flow-lanes.ts'
import { trialLanes, type TrialLanes } from './lanes.ts'

/** A trial with all that is drawn of it at any instant. */
export interface Stage {
  readonly story: TrialStory
  readonly whole: Axis
  /** The fault; without one, the beginning. */
  readonly zeroNs: Ns
  readonly events: readonly TrialEvent[]
  readonly flows: readonly FlowKey[]
  readonly lanes: TrialLanes
}

export function stageOf(story: TrialStory): Stage {
  const whole = axisOf(story)
  return {
    story,
    whole,
    zeroNs: whole.zeroNs,
    events: eventsOf(story).filter(({ atNs }) => atNs >= whole.fromNs),
    flows: flowsOf(story),
    lanes: trialLanes(story, whole),
  }
}

/** An axis in time since the fault. */
export type Zoom = NonNullable<Choice['zoom']>

/** A tenth of an outage is seen from its start, and as much before it. */
const EDGE = 0.1
const LEAST_EDGE_NS: Ns = 5e6

/** What is worth looking at. */
export interface Preset {
  readonly name: string
  /** null: the whole trial. */
  readonly zoom: Zoom | null
  /** Where the instant is, on the lab's clock; one that is not within it moves to its start. */
  readonly fromNs: Ns
  readonly toNs: Ns
}

/** An outage that is not there has no view. */
export function presetsOf({ story, whole }: Stage): readonly Preset[] {
  const lengthNs = outageNs(story, whole)
  const all: Preset = { name: 'whole trial', zoom: null, fromNs: whole.fromNs, toNs: whole.toNs }
  if (lengthNs === 0) return [all]
  const [firstNs, lastNs] = [outageStartNs(story, whole), whole.zeroNs + lengthNs]
  const edgeNs = Math.max(LEAST_EDGE_NS, lengthNs * EDGE)
  const preset = (name: string, zoom: Zoom, fromNs: Ns, toNs: Ns): Preset => ({
    name,
    zoom: within(whole, zoom),
    fromNs,
    toNs,
  })
  return [
    all,
    preset('outage', { fromNs: -0.2 * lengthNs, toNs: 1.8 * lengthNs }, firstNs, lastNs),
    preset('its start', { fromNs: -edgeNs, toNs: edgeNs }, firstNs, firstNs),
    preset('its end', { fromNs: lengthNs - edgeNs, toNs: lengthNs + edgeNs }, lastNs, lastNs),
  ]
}

/** No axis is shorter: ten microseconds. */
const SHORTEST_NS: Ns = 1e4

/** Inside of the whole, and no shorter than can be told apart. */
export function within({ fromNs, toNs, zeroNs }: Axis, zoom: Zoom): Zoom | null {
  const length = Math.max(SHORTEST_NS, zoom.toNs - zoom.fromNs)
  if (length >= toNs - fromNs) return null
  const from = Math.min(Math.max(zoom.fromNs, fromNs - zeroNs), toNs - zeroNs - length)
  return { fromNs: Math.round(from), toNs: Math.round(from + length) }
}

/** Longer or shorter by a factor, about an instant that stays where it is. */
export function zoomed(axis: Axis, factor: number, aboutNs: Ns): Zoom {
  const { fromNs, toNs, zeroNs } = axis
  return {
    fromNs: aboutNs - (aboutNs - fromNs) * factor - zeroNs,
    toNs: aboutNs + (toNs - aboutNs) * factor - zeroNs,
  }
}

/** The trial that is chosen, or the nearest there is. */
export function storyAt(
  { experiments }: ReplayData,
  { experiment, trial }: Pick<Choice, 'experiment' | 'trial'>,
): TrialStory | undefined {
  const trials = experiments[experiment]?.trials ?? []
  return trials.find((one) => one.trial === trial) ?? trials[0]
}

/** In the middle of the first outage, where there is something to see; else at the fault. */
export function startNs({ story, whole }: Stage): Ns {
  const outage = story.spans.find((one) => one.is === 'outage')
  if (outage?.is !== 'outage') return 0
  return Math.round(
    (outage.fromNs + Math.min(outage.toNs ?? whole.toNs, whole.healedNs ?? whole.toNs)) / 2 - whole.zeroNs,
  )
}
