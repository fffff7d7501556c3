import type { Problem } from '../../model/problem.ts'
import type { RunReport } from '../run-event.ts'
import type { Output, Reporter } from './reporter.ts'

/** The machine, as our own reporters see it. */
export interface ReporterPlace {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** For what is neither its file nor the standard output. */
  readonly err: (text: string) => void
}

/** One of our own, as `--reporter NAME` finds it. */
export interface ReporterKind {
  readonly name: string
  /** Of its file in the folder of every run; absent: there is none. */
  readonly inFolder?: string
  /** It writes to a place of its own, and takes no file. */
  readonly hasOwnPlace?: true
  readonly create: (place: ReporterPlace) => Reporter
  /** Why it cannot work here; null: it can. */
  readonly refuse?: (place: ReporterPlace) => Problem | null
}

/** A reporter that makes one text of a whole run. */
export const pageReporter = (render: (report: RunReport, out: Output) => string | Promise<string>): Reporter => ({
  begin: () => undefined,
  event: () => undefined,
  end: async (report, out) => {
    out.write(await render(report, out))
  },
})
