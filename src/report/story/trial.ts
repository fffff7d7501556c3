import type { TrialSpan } from '../../measure/span.ts'
import type { JournalEvent } from '../../model/journal.ts'
import type { ExperimentPlan, FaultVariant, Plan } from '../../model/plan.ts'
import type { TrialSummary } from '../schema.ts'

/** A trial, as the parts of its story see it. */
export interface ToldTrial {
  readonly plan: Plan
  readonly experiment: ExperimentPlan
  /** Undefined: the plan has no such variant. */
  readonly variant: FaultVariant | undefined
  readonly events: readonly JournalEvent[]
  readonly span: TrialSpan
  readonly measured: Pick<TrialSummary, 'flows' | 'doubts'>
}

/** The events of one kind. */
export const eventsOf = <Ev extends JournalEvent['ev']>(
  events: readonly JournalEvent[],
  ev: Ev,
): readonly Extract<JournalEvent, { ev: Ev }>[] =>
  events.filter((event): event is Extract<JournalEvent, { ev: Ev }> => event.ev === ev)
