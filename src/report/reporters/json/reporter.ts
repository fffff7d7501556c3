import type { Summary } from '../../schema.ts'
import { pageReporter, type ReporterKind } from '../kind.ts'

/** The summary, as `summary.json` has it; on the standard output on one line, so that several labs are JSON lines. */
export const json: ReporterKind = {
  name: 'json',
  inFolder: 'summary.json',
  create: () =>
    pageReporter(({ summary }, { isFile }) => (isFile ? summaryText(summary) : `${JSON.stringify(summary)}\n`)),
}

/** `summary.json` as it is written. */
export const summaryText = (summary: Summary): string => `${JSON.stringify(summary, null, 2)}\n`
