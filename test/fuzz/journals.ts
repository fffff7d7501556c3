import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { agentFolder } from '../../src/kernel/place.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import type { TrialInput } from '../../src/model/plan.ts'
import type { GuestFailure } from '../../src/run/trial-journal.ts'

/** What a guest has written. */
export interface Written {
  readonly journal: string
  readonly failure: GuestFailure | null
  readonly wallMs: number
}

/**
 * Journals of trials that have run before. In virtual time a trial is a function of its input, the agent and the kernel, so
 * a theory or a measure that has changed is compared with the same journal, and no guest has to write it again.
 */
export class Journals {
  readonly #folder: string
  readonly #base: string

  constructor(folder: string, kernel: Kernel) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
    const agent = ['agent.cjs', 'probe.cjs', 'spin-interrupts.cjs', 'init.sh'].map((name) => join(agentFolder(), name))
    this.#base = digestOf([kernel.path, ...agent].map((file) => readFileSync(file)))
  }

  read(input: TrialInput): Written | null {
    const file = this.#fileOf(input)
    return existsSync(file) ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as Written) : null
  }

  keep(input: TrialInput, { journal, failure, wallMs }: Written): void {
    const file = this.#fileOf(input)
    // Whole, or not at all: what is killed meanwhile leaves nothing that another run would read.
    writeFileSync(`${file}.part`, gzipSync(JSON.stringify({ journal, failure, wallMs })))
    renameSync(`${file}.part`, file)
  }

  #fileOf(input: TrialInput): string {
    return join(this.#folder, `${digestOf([this.#base, JSON.stringify(input)])}.json.gz`)
  }
}

function digestOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 32)
}
