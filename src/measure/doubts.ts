import type { JournalEvent, SessionRecord } from '../model/journal.ts'
import type { FlowMeasure, Outage } from '../model/measure.ts'
import type { Plan } from '../model/plan.ts'
import { reason, type Reason } from '../model/reason.ts'
import { DIRECTIONS } from '../model/traffic.ts'
import { stallsBefore } from './session.ts'
import type { TrialSpan } from './span.ts'

export interface Doubtful {
  readonly events: readonly JournalEvent[]
  readonly plan: Plan
  readonly span: TrialSpan
  readonly flows: readonly FlowMeasure[]
  /** A control has no fault, and its losses are the noise floor. */
  readonly control: boolean
}

/** Why nothing may be concluded from a trial; empty: it counts. What follows from an earlier reason is not said again. */
export function doubtsOf(trial: Doubtful): Reason[] {
  const broken = ending(trial)
  if (broken.length > 0) return broken
  const closed = gate(trial)
  if (closed.length > 0) return closed
  return [...(trial.control ? [] : [...fault(trial), ...noise(trial)]), ...gaps(trial)]
}

function ending({ events }: Doubtful): Reason[] {
  const errors = events.flatMap((event) =>
    event.ev === 'error' ? [reason('error')`${{ code: event.code }}: ${{ what: firstLine(event.what) }}`] : [],
  )
  const end = events.find((event) => event.ev === 'end')
  if (end === undefined) return [...errors, reason('no-end')`the trial has no end: the guest died or was stopped`]
  return end.status === 'failed' && errors.length === 0 ? [reason('agent-failed')`the agent failed`] : errors
}

/** A stack trace is for the journal. */
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

function gate({ events }: Doubtful): Reason[] {
  const found = events.find((event) => event.ev === 'gate')
  if (found === undefined) return [reason('gate-not-reached')`the gate was never reached`]
  return found.passed ? [] : [reason('gate')`gate: ${{ because: found.because }}`]
}

function fault({ events, span }: Doubtful): Reason[] {
  if (span.injected === null) return [reason('not-injected')`the fault was not injected`]
  if (span.healed === null) return [reason('not-healed')`the fault was not healed`]
  const live = events.find((event) => event.ev === 'proof')
  const removed = events.find((event) => event.ev === 'removed')
  return [
    ...(live?.live === true ? [] : [unproven(reason('not-live')`no proof that the fault was live`, live?.evidence)]),
    ...(removed?.removed === true
      ? []
      : [unproven(reason('not-removed')`no proof that the fault is gone`, removed?.evidence)]),
  ]
}

const unproven = (of: Reason, evidence: readonly string[] = []): Reason =>
  evidence.length === 0 ? of : reason(of.rule)`${{ of }}: ${{ evidence: evidence.join('; ') }}`

/** Losses and stalls that were over before the injection: something other than the fault was at work. */
function noise({ events, flows, span }: Doubtful): Reason[] {
  const records = events.filter((event): event is SessionRecord & JournalEvent => event.ev === 'session')
  return [
    ...flows
      .filter((flow) => flow.noise.length > 0)
      .map(
        ({ name, direction, noise: lost }) =>
          reason('lost-before')`${{ flow: name }} ${{ direction }} lost ${{ lost: packets(lost) }} before the fault`,
      ),
    ...records.flatMap((record) =>
      stallsBefore(record, span).map(
        (stallNs) => reason('stalled-before')`${{ session: record.name }} stalled for ${{ stallNs }} before the fault`,
      ),
    ),
  ]
}

function packets(outages: readonly Outage[]): string {
  const total = outages.reduce((all, { lost, overdue }) => all + lost + overdue, 0)
  return total === 1 ? 'a packet' : `${String(total)} packets`
}

/** Traffic of the plan that the journal does not account for. */
function gaps({ events, plan, flows }: Doubtful): Reason[] {
  const missing = plan.flows.flatMap(({ name, streams }) =>
    DIRECTIONS.flatMap((direction) => {
      const planned = streams.filter((stream) => stream.direction === direction).length
      const flow = flows.find((one) => one.name === name && one.direction === direction)
      const found = flow?.streams ?? 0
      if (found < planned)
        return [
          reason(
            'streams-missing',
          )`${{ flow: name }} ${{ direction }}: ${{ found }} of ${{ planned }} streams are accounted for`,
        ]
      return flow?.sent === 0 ? [reason('sent-nothing')`${{ flow: name }} ${{ direction }} sent nothing`] : []
    }),
  )
  const sessions = plan.sessions.filter(
    ({ name }) => !events.some((event) => event.ev === 'session' && event.name === name),
  )
  return [
    ...missing,
    ...sessions.map(({ name }) => reason('session-missing')`${{ session: name }} is not accounted for`),
  ]
}
