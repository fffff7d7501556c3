/*
 * The room of measuring: the journal of a trial becomes figures, each with its error.
 * It owns outages, losses, detection, reversion, stalls, the noise floor, the coverage of phases, and the doubts that make a trial not count.
 * It never judges, never sees a target, and does no I/O: the same journal and plan give the same figures.
 * Begin here: `measureTrial`, below. Then `flow.ts` and `stream.ts` (what a flow lost), `outages.ts` (when one begins and ends), `error.ts`
 * (how wrong that may be), `session.ts`, `doubts.ts`, `window.ts` (measured outside of the window), `coverage.ts`. See docs/measuring.md.
 */
import { startOf } from '../journal/trials.ts'
import type { JournalEvent, SessionRecord, StreamRecord } from '../model/journal.ts'
import type { FlowMeasure, PhaseMeasure, TrialMeasure } from '../model/measure.ts'
import type { Plan } from '../model/plan.ts'
import { delayedNs } from '../model/on-its-way.ts'
import { fail } from '../model/problem.ts'
import { reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import { DIRECTIONS } from '../model/traffic.ts'
import { doubtsOf } from './doubts.ts'
import { measureFlow } from './flow.ts'
import { pathBack } from './path.ts'
import { measureReversion } from './reversion.ts'
import { measureSession } from './session.ts'
import { spanOf } from './span.ts'
import type { TrialSpan } from './span.ts'
import { detectionOf } from './states.ts'

/** `index` of a control: it is no trial. */
export const CONTROL = -1

/**
 * One trial's journal, measured. Pure. Numbers are there even where `doubts` say that nothing may be concluded from them.
 * Throws BackhoeError (64) where the journal is not of this plan.
 */
export function measureTrial(events: readonly JournalEvent[], plan: Plan): TrialMeasure {
  const start = startOf(events)
  const experiment = plan.experiments[start.experiment]
  if (experiment === undefined)
    fail({
      code: 'journal-not-of-plan',
      what: `the journal tells of experiment ${String(start.experiment)}, and the plan has ${String(plan.experiments.length)}`,
      allowed: 'plan.json and journal.ndjson of one run',
      next: 'run the lab again: backhoe run LAB',
    })
  const span = spanOf(events)
  const variant = experiment.variants[span.variant]
  const flows = plan.flows.flatMap(({ name }) =>
    DIRECTIONS.flatMap((direction): FlowMeasure[] => {
      const [first, ...rest] = events.filter((event): event is StreamRecord & JournalEvent =>
        isStream(event, name, direction),
      )
      if (first === undefined) return []
      const isOwn = (one: { readonly on: string; readonly direction?: string }): boolean =>
        one.on === name && one.direction === direction
      const detection = variant?.windows.find(isOwn)?.detection ?? null
      const path = [...(variant?.preferred?.find(isOwn)?.watched ?? []), ...(detection === null ? [] : [detection])]
      const streams = [first, ...rest] as const
      const losses = measureFlow(streams, span)
      // The probes' spacing is nothing to the watchers.
      const stampNs = losses.error.stampsNs + losses.error.latenessNs
      return [
        {
          ...losses,
          ...detectionTime(events, detection, span, stampNs),
          ...measureReversion(events, path, span, { streams, stampNs, probeNs: losses.errorNs }),
        },
      ]
    }),
  )
  const records = events.filter((event): event is SessionRecord & JournalEvent => event.ev === 'session')
  const gate = events.find((event) => event.ev === 'gate')
  return {
    index: start.trial ?? CONTROL,
    seed: start.seed,
    phases: events.flatMap((event) => (event.ev === 'phase' ? [measurePhase(event)] : [])),
    gate:
      gate === undefined
        ? { passed: false, because: 'the gate was never reached' }
        : { passed: gate.passed, because: gate.because },
    variant: span.variant,
    fault: { injectedNs: span.injected, healedNs: span.healed, proof: proofOf(events) },
    flows,
    sessions: records.map((record) => {
      const session = plan.sessions.find(({ name }) => name === record.name)
      return measureSession(
        record,
        span,
        session === undefined
          ? reason('no-such-session')`the plan has no such session`
          : pathBack(session, events, plan, span),
        delayedNs(experiment.drift),
      )
    }),
    doubts: doubtsOf({ events, plan, span, flows, control: start.trial === null }),
  }
}

const measurePhase = ({
  timer,
  source,
  periodNs,
  stepNs,
  offsetNs,
}: Extract<JournalEvent, { ev: 'phase' }>): PhaseMeasure => ({
  timer,
  source,
  periodNs,
  stepNs,
  phase: (offsetNs / periodNs) % 1,
})

const isStream = (event: JournalEvent, name: string, direction: string): boolean =>
  event.ev === 'stream' && event.flow === name && event.direction === direction

type Detection = NonNullable<Plan['experiments'][number]['variants'][number]['windows'][number]['detection']>

function detectionTime(
  events: readonly JournalEvent[],
  match: Detection | null,
  span: TrialSpan,
  stampNs: Ns,
): Pick<FlowMeasure, 'detectionNs' | 'detectionErrorNs'> {
  const found = match === null ? null : detectionOf(events, match, span)
  return { detectionNs: found?.ns ?? null, detectionErrorNs: found === null ? 0 : found.errorNs + stampNs }
}

function proofOf(events: readonly JournalEvent[]): TrialMeasure['fault']['proof'] {
  const live = events.find((event) => event.ev === 'proof')
  const removed = events.find((event) => event.ev === 'removed')
  return {
    live: live?.live ?? false,
    removed: removed?.removed ?? false,
    evidence: [...(live?.evidence ?? []), ...(removed?.evidence ?? [])],
  }
}
