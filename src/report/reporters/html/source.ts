import type { JournalEvent } from '../../../model/journal.ts'
import type { Layout } from '../../../picture/layout.ts'
import type { RunReport } from '../../run-event.ts'

/** What the page is made of. */
export interface PageSource extends Pick<RunReport, 'summary' | 'plan' | 'journal'> {
  /** Or why there is none. */
  readonly layout: Layout | string
  /** The page's one script. */
  readonly script: string
}

export interface PageRun extends PageSource {
  /** The journal of one trial; null: the control. */
  readonly trial: (experiment: number, index: number | null) => readonly JournalEvent[]
}
