import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JournalEvent } from '../../src/model/journal.ts'

/** A folder for runs that goes when the test ends. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), 'backhoe-runs-'))

  /** A file of the last run. */
  latest(name: string): string {
    return readFileSync(join(this.path, 'latest', name), 'utf8')
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
