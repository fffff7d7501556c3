import type { RunEvent, RunReport, RunStarted } from '../run-event.ts'

/** Where a reporter writes: its file, or the standard output. */
export interface Output {
  readonly write: (text: string) => void
  /** A file, and not the standard output. */
  readonly isFile: boolean
  /** Text may have colours. */
  readonly color: boolean
  /** Columns. */
  readonly width: number
}

/**
 * What makes something of a run: a file, a text, a message to somebody. A module that exports these three functions is one. A reporter that is
 * slow never holds up a run, and one that throws or never settles is left out from then on: the run goes on, and the command ends with 70.
 * What it is given is frozen, with all that is in it.
 */
export interface Reporter {
  /** Before the first guest starts. */
  begin(start: RunStarted, out: Output): void | Promise<void>
  /** Everything between the beginning and the end, in order. */
  event(event: RunEvent, out: Output): void | Promise<void>
  /** When nothing of the lab is left. It is called for an interrupted run too, and not where nothing could be run at all. */
  end(report: RunReport, out: Output): void | Promise<void>
}
