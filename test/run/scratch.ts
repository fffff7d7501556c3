import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for runs that goes when the test ends. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), 'backhoe-runs-'))

  /** A file of the last run. */
  latest(name: string): string {
    return readFileSync(join(this.path, 'latest', name), 'utf8')
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
