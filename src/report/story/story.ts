/*
 * One trial as data on one axis of time: `storyOf`. Every picture of a trial is drawn from it, so that none reads the journal.
 * `schema.ts` says what it holds; `spans.ts`, `points.ts`, `states.ts`, `operations.ts` and `streams.ts` make its parts.
 */
import { startOf } from '../../journal/trials.ts'
import { spanOf } from '../../measure/span.ts'
import type { JournalEvent } from '../../model/journal.ts'
import type { Plan } from '../../model/plan.ts'
import type { TrialSummary } from '../schema.ts'
import { operationsOf } from './operations.ts'
import { pointsOf } from './points.ts'
import type { TrialStory } from './schema.ts'
import { spansOf } from './spans.ts'
import { statesOf } from './states.ts'
import { streamsOf } from './streams.ts'

/** What a story is made of. */
export interface Told {
  readonly plan: Plan
  /** The journal of this one trial. */
  readonly events: readonly JournalEvent[]
  /** What was measured of it: a trial of the summary, or its control. */
  readonly measured: Pick<TrialSummary, 'flows' | 'doubts'>
}

/** Pure. Throws where the journal is not of this plan. */
export function storyOf(told: Told): TrialStory {
  const { plan, events, measured } = told
  const start = startOf(events)
  const experiment = plan.experiments[start.experiment]
  if (experiment === undefined) throw new Error(`the plan has no experiment ${String(start.experiment)}`)
  const span = spanOf(events)
  const trial = { plan, experiment, variant: experiment.variants[span.variant], events, span, measured }
  const spans = spansOf(trial)
  return {
    schema: 1,
    lab: plan.lab,
    experiment: experiment.name,
    trial: start.trial,
    seed: start.seed,
    variant: span.variant,
    axis: {
      fromNs: start.t,
      readyNs: span.readyNs,
      zeroNs: span.injected?.[0] ?? null,
      healedNs: span.healed?.[0] ?? null,
      toNs: events.reduce((last, { t }) => Math.max(last, t), start.t),
    },
    spans,
    points: pointsOf(trial),
    states: statesOf(events),
    operations: operationsOf(trial),
    streams: streamsOf(events),
    doubts: [...measured.doubts],
  }
}
