import { pageReporter, type ReporterKind } from '../kind.ts'
import { traceOf } from './trace.ts'

/** For viewers of traces, such as Perfetto: every trial over time, its lanes below one another. */
export const trace: ReporterKind = {
  name: 'trace',
  create: () => pageReporter(traceOf),
}
