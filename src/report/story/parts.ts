import { seen } from '../../measure/states.ts'
import type { Ns } from '../../model/time.ts'
import type { FlowSummary } from '../schema.ts'
import type { StorySpan } from './schema.ts'
import { eventsOf, type ToldTrial } from './trial.ts'

/** Watchers and probes are stamped by one clock, and a packet may overtake the news of what let it through. */
export const SLACK_NS: Ns = 10e6

/**
 * The outage that the fault began, of each direction of each flow: until the state that theory names (detection), until the last
 * state that changed before packets arrived (decision), and until they did (relearning). Where that state was not seen, all of it is
 * undetected; the changes of state in it were in vain.
 */
export const partsOf = (trial: ToldTrial): StorySpan[] => trial.measured.flows.flatMap((flow) => ofFlow(trial, flow))

function ofFlow({ events, span, variant }: ToldTrial, { name, direction, outages }: FlowSummary): StorySpan[] {
  const zero = span.injected?.[0]
  const outage = outages.find(({ endNs }) => zero !== undefined && (endNs ?? Infinity) > zero)
  const healedNs = span.healed?.[0] ?? Number.POSITIVE_INFINITY
  if (zero === undefined || outage === undefined || outage.startNs >= healedNs) return []
  const endNs = Math.min(outage.endNs ?? healedNs, healedNs)
  if (!Number.isFinite(endNs)) return []
  const match = variant?.windows.find((one) => one.on === name && one.direction === direction)?.detection ?? null
  const named = match === null ? [] : seen(events, match)
  const detected = named.find(({ t, to }) => t >= zero && t <= endNs + SLACK_NS && to === match?.state)
  const part = (of: Extract<StorySpan, { is: 'part' }>['part'], fromNs: Ns, toNs: Ns): StorySpan[] =>
    toNs > fromNs ? [{ is: 'part', flow: name, direction, part: of, fromNs, toNs }] : []
  if (detected === undefined) return part('undetected', zero, endNs)
  const detectedNs = Math.min(detected.t, endNs)
  const changes = eventsOf(events, 'state').filter(
    ({ watch, t, from, to }) => watch !== 'carrier' && from !== to && t > detectedNs && t <= endNs,
  )
  const decidedNs = Math.max(detectedNs, ...changes.map(({ t }) => t))
  return [
    ...part('detection', zero, detectedNs),
    ...part('decision', detectedNs, decidedNs),
    ...part('relearning', decidedNs, endNs),
  ]
}
