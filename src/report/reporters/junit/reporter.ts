import { pageReporter, type ReporterKind } from '../kind.ts'
import { renderJunit } from './junit.ts'

/** For what reads JUnit: one suite an experiment, one case a target. */
export const junit: ReporterKind = {
  name: 'junit',
  inFolder: 'junit.xml',
  create: () => pageReporter(({ summary }) => renderJunit(summary)),
}
