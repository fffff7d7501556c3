import { openSync, writeFileSync } from 'node:fs'
import type { JournalBody } from '../model/journal.ts'
import type { LiveBody } from '../model/live.ts'
import type { Ns } from '../model/time.ts'
import type { Clock } from '../linux/clock.ts'

/** Writes a trial's journal, a line an event, at once: whatever happens next, what was seen is on the host's disk. */
export class Journal {
  readonly #fd: number
  readonly #clock: Clock

  constructor(file: string, clock: Clock) {
    this.#fd = openSync(file, 'a')
    this.#clock = clock
  }

  /** `at`: when it happened, where that was stamped elsewhere. */
  write(body: JournalBody | LiveBody, at: Ns = this.#clock.now()): void {
    writeFileSync(this.#fd, `${JSON.stringify({ t: at, ...body })}\n`)
  }
}
