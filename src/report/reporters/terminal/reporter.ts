import { relative } from 'node:path'
import { renderTerminal } from '../../terminal.ts'
import { pageReporter, type ReporterKind } from '../kind.ts'

/** The report for people: promises first, then each experiment with its windows, trials and worst trial. */
export const terminal: ReporterKind = {
  name: 'terminal',
  create: ({ cwd }) =>
    pageReporter(({ summary, plan, journal, folder }, { color, width }) => {
      const files =
        folder === '' ? 'files: none were written; name a folder with --out' : `files: ${relative(cwd, folder)}/`
      return renderTerminal(summary, plan, journal, { color, width, files })
    }),
}
