import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { JournalEvent } from '../../src/model/journal.ts'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import type { Ended } from '../cli/backhoe.ts'

/** Every target met, one missed, some undecided; with any other code a run ended before it had a summary. */
const JUDGED = [0, 1, 2]

/** A folder for runs that goes when the test ends. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), 'backhoe-runs-'))

  /** A file of the last run. */
  latest(name: string): string {
    return readFileSync(join(this.path, 'latest', name), 'utf8')
  }

  /** What the run that ended so has measured; where it ended before that, the test fails with what the run said. */
  summary({ code, stderr }: Ended): Summary {
    expect(JUDGED, stderr).toContain(code)
    return summarySchema.parse(JSON.parse(this.latest('summary.json')))
  }

  /** The last run's journal. */
  events(): readonly JournalEvent[] {
    const lines = this.latest('journal.ndjson').trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as JournalEvent)
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
