import { pageReporter, type ReporterKind } from '../kind.ts'
import { renderMarkdown } from './markdown.ts'

/** For a merge request, a wiki, a chat: what was promised and what became of it, as tables. */
export const markdown: ReporterKind = {
  name: 'markdown',
  create: () => pageReporter(({ summary }) => renderMarkdown(summary)),
}
