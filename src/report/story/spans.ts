import type { SessionRecord } from '../../model/journal.ts'
import { takenWays } from '../../diagnosis/ways.ts'
import { summarizeReason } from '../reason.ts'
import { effectsOf } from './effects.ts'
import { partsOf } from './parts.ts'
import type { StorySpan } from './schema.ts'
import { eventsOf, type ToldTrial } from './trial.ts'

/** What lasted, in order of time. */
export function spansOf(trial: ToldTrial): StorySpan[] {
  const { events } = trial
  const spans = [
    ...stages(trial),
    ...faults(trial),
    ...effectsOf(trial),
    ...windows(trial),
    ...outages(trial),
    ...partsOf(trial),
    ...ways(trial),
    ...eventsOf(events, 'session').flatMap(ofSession),
  ]
  return spans.sort((a, b) => a.fromNs - b.fromNs)
}

/** From one step of the agent's to the next, and from the gate on what was done to the lab. */
function stages({ events, span }: ToldTrial): StorySpan[] {
  const endNs = events.reduce((last, { t }) => Math.max(last, t), 0)
  const begun = [
    ...eventsOf(events, 'step').map(({ t, step }) => ({ fromNs: t, stage: step })),
    ...(span.injected === null ? [] : [{ fromNs: span.injected[0], stage: 'fault' }]),
    ...(span.healed === null ? [] : [{ fromNs: span.healed[0], stage: 'recovery' }]),
  ]
  return begun.map(({ fromNs, stage }, at) => ({ is: 'stage', stage, fromNs, toNs: begun[at + 1]?.fromNs ?? endNs }))
}

function faults({ experiment, variant, span }: ToldTrial): StorySpan[] {
  if (span.injected === null) return []
  const { on, text } = experiment.fault
  const [fromNs, toNs] = [span.injected[0], span.healed?.[0] ?? null]
  return [{ is: 'fault', on: variant?.on ?? on, effect: text, fromNs, toNs }]
}

function windows({ variant, span }: ToldTrial): StorySpan[] {
  const zero = span.injected?.[0]
  if (zero === undefined) return []
  return (variant?.windows ?? []).map(({ on, direction = null, lowNs, highNs, because, source, timers }) => ({
    is: 'window',
    on,
    direction,
    fromNs: zero + lowNs,
    toNs: highNs === null ? null : zero + highNs,
    because: summarizeReason({ ...because, source, timers }),
  }))
}

const outages = ({ measured }: ToldTrial): StorySpan[] =>
  measured.flows.flatMap(({ name: flow, direction, outages: after, noise }) => {
    const told = (is: 'outage' | 'noise', { startNs, endNs, lost, overdue }: (typeof after)[number]): StorySpan => ({
      is,
      flow,
      direction,
      fromNs: startNs,
      toNs: endNs,
      lost,
      overdue,
    })
    return [...after.map((one) => told('outage', one)), ...noise.map((one) => told('noise', one))]
  })

/** Where packets went. */
function ways({ plan, experiment, events, span, measured }: ToldTrial): StorySpan[] {
  return takenWays({ plan, experiment, events, span, flows: measured.flows }).map(
    ({ flow, direction, passes, hole, agrees, fromNs, toNs }) => ({
      is: 'way',
      flow,
      direction,
      passes: passes.map(({ node, interface: name }) => ({ node, interface: name })),
      hole: hole === null ? null : { ...hole, because: summarizeReason(hole.because) },
      agrees,
      fromNs,
      toNs,
    }),
  )
}

const ofSession = ({ name: session, stalls, connections }: SessionRecord): StorySpan[] => [
  ...stalls.map(({ startNs, endNs }) => ({ is: 'stall' as const, session, fromNs: startNs, toNs: endNs })),
  ...connections.map(({ tuple, openedNs, closedNs, closedBy, retransmits }) => ({
    is: 'connection' as const,
    session,
    tuple,
    fromNs: openedNs,
    toNs: closedNs,
    closedBy,
    retransmits,
  })),
]
