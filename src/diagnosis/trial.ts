import type { TrialSpan } from '../measure/span.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import type { Direction } from '../model/traffic.ts'

/** What a diagnosis is made of. */
export interface DiagnosedTrial {
  readonly plan: Plan
  readonly experiment: ExperimentPlan
  readonly events: readonly JournalEvent[]
  readonly span: TrialSpan
  readonly flows: readonly {
    readonly name: string
    readonly direction: Direction
    /** Of the worst stream. */
    readonly outages: readonly { readonly startNs: Ns; readonly endNs: Ns | null }[]
  }[]
}
