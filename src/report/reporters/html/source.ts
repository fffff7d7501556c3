import type { JournalEvent } from '../../../model/journal.ts'
import type { Plan } from '../../../model/plan.ts'
import type { Layout } from '../../../picture/layout.ts'
import type { Summary } from '../../schema.ts'

/** What the page is made of. */
export interface PageSource {
  readonly summary: Summary
  readonly plan: Plan
  readonly journal: readonly JournalEvent[]
  /** Or why there is none. */
  readonly layout: Layout | string
}

export interface PageRun extends PageSource {
  /** The journal of one trial; null: the control. */
  readonly trial: (experiment: number, index: number | null) => readonly JournalEvent[]
}
