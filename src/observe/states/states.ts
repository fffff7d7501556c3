import type { JournalBody } from '../../model/journal.ts'
import { BackhoeError } from '../../model/problem.ts'
import { formatNs, type Ns } from '../../model/time.ts'
import type { Clock } from '../../linux/clock.ts'

export interface StateChange {
  readonly t: Ns
  readonly to: string
}

/** Takes what was seen; `at`: when it happened, where that was stamped elsewhere. */
export interface JournalWriter {
  write(body: JournalBody, at?: Ns): void
}

interface Entry {
  detail: string | undefined
  readonly changes: StateChange[]
}

/** What every watched object is now and was before; every change goes into the journal. */
export class States {
  readonly #clock: Clock
  readonly #journal: JournalWriter
  readonly #entries = new Map<string, Entry>()
  readonly #listeners = new Set<() => void>()

  constructor(clock: Clock, journal: JournalWriter) {
    this.#clock = clock
    this.#journal = journal
  }

  /**
   * A change of the detail alone is journalled with an unchanged state. `sinceNs`: the earliest instant at which it can have
   * changed; absent: it was reported at once.
   */
  saw(watch: string, node: string, name: string, to: string, atNs: Ns, detail?: string, sinceNs?: Ns): void {
    const key = keyOf(watch, node, name)
    const entry = this.#entries.get(key) ?? { detail: undefined, changes: [] }
    const from = entry.changes.at(-1)?.to ?? null
    if (from === to && entry.detail === detail) return
    this.#entries.set(key, entry)
    entry.detail = detail
    if (from !== to) entry.changes.push({ t: atNs, to })
    const said = { ...(detail === undefined ? {} : { detail }), ...(sinceNs === undefined ? {} : { sinceNs }) }
    this.#journal.write({ ev: 'state', watch, node, name, from, to, ...said }, atNs)
    for (const listener of [...this.#listeners]) listener()
  }

  /** The value now; null: never seen. */
  now(watch: string, node: string, name: string): string | null {
    return this.#entries.get(keyOf(watch, node, name))?.changes.at(-1)?.to ?? null
  }

  /** Objects of a node that were seen. */
  names(watch: string, node: string): readonly string[] {
    const start = keyOf(watch, node, '')
    return [...this.#entries.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length))
  }

  detail(watch: string, node: string, name: string): string | undefined {
    return this.#entries.get(keyOf(watch, node, name))?.detail
  }

  history(watch: string, node: string, name: string): readonly StateChange[] {
    return this.#entries.get(keyOf(watch, node, name))?.changes ?? []
  }

  /**
   * Resolves as soon as `holds`; asks again after every change.
   * @throws BackhoeError with the state wanted and the state seen, once the deadline has passed
   */
  async until(holds: () => boolean, deadlineNs: Ns, describe: () => { wanted: string; seen: string }): Promise<void> {
    if (holds()) return
    const startedNs = this.#clock.now()
    await new Promise<void>((resolve, reject) => {
      const listener = (): void => {
        if (!holds()) return
        stop()
        resolve()
      }
      const timer = setTimeout(
        () => {
          stop()
          const { wanted, seen } = describe()
          const what = `waited ${formatNs(Math.max(0, deadlineNs - startedNs))} for ${wanted}; seen: ${seen}`
          reject(new BackhoeError([{ code: 'state-not-reached', what }], 70))
        },
        Math.max(0, (deadlineNs - startedNs) / 1e6),
      )
      const stop = (): void => {
        clearTimeout(timer)
        this.#listeners.delete(listener)
      }
      this.#listeners.add(listener)
    })
  }
}

const keyOf = (watch: string, node: string, name: string): string => `${watch} ${node} ${name}`
