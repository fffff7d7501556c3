import type { Beat, RunEvent } from '../report/run-event.ts'

/** Beats and states that wait for a reader at most. */
const MOST_WAITING = 10_000

/**
 * Events of a run on their way to its reader. The run never waits for a reader. What is not read yet waits: of each trial's beats only
 * the latest, and of beats and states 10,000 at most. Where there are more, all those that wait are dropped, and `events-skipped` says
 * how many. Each event is read once. For a reader that has left its loop nothing waits any more.
 */
export class EventQueue implements AsyncIterable<RunEvent> {
  /** In their order. */
  readonly #waiting = new Set<RunEvent>()
  /** Those of them that may be dropped. */
  #details = 0
  /** Beats that wait, by their trial. */
  readonly #beats = new Map<string, Beat>()
  readonly #most: number
  #readers: (() => void)[] = []
  #state: 'open' | 'ended' | 'left' = 'open'
  #failure: { readonly error: unknown } | null = null

  constructor(mostWaiting = MOST_WAITING) {
    this.#most = mostWaiting
  }

  readonly push = (event: RunEvent): void => {
    if (this.#state !== 'open') return
    if (event.kind === 'beat') {
      const earlier = this.#beats.get(event.trial.id)
      if (earlier !== undefined) this.#remove(earlier)
      this.#beats.set(event.trial.id, event)
    }
    this.#waiting.add(event)
    if (isDetail(event)) this.#details += 1
    if (this.#details > this.#most) this.#skip()
    this.#wake()
  }

  /** Nothing follows. A failure is thrown by the reader's loop, once all events are read. */
  end(failure: { readonly error: unknown } | null = null): void {
    this.#failure = failure
    if (this.#state === 'open') this.#state = 'ended'
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, void> {
    try {
      for (;;) {
        const [event] = this.#waiting
        if (event !== undefined) {
          this.#remove(event)
          yield event
        } else if (this.#state === 'open') await new Promise<void>((resolve) => this.#readers.push(resolve))
        else break
      }
      if (this.#failure !== null) throw this.#failure.error
    } finally {
      this.#state = 'left'
      this.#waiting.clear()
      this.#beats.clear()
    }
  }

  #remove(event: RunEvent): void {
    this.#waiting.delete(event)
    if (isDetail(event)) this.#details -= 1
    if (event.kind === 'beat') this.#beats.delete(event.trial.id)
  }

  /** One event for all that are dropped, where the first of them stood. */
  #skip(): void {
    const events = [...this.#waiting]
    const isDropped = (event: RunEvent): boolean => isDetail(event) || event.kind === 'events-skipped'
    const count = events.reduce((sum, event) => sum + countOf(event), 0)
    const first = events.findIndex(isDropped)
    this.#waiting.clear()
    this.#beats.clear()
    this.#details = 0
    for (const [position, event] of events.entries()) {
      if (position === first) this.#waiting.add({ kind: 'events-skipped', count })
      if (!isDropped(event)) this.#waiting.add(event)
    }
  }

  #wake(): void {
    const readers = this.#readers
    this.#readers = []
    for (const wake of readers) wake()
  }
}

const isDetail = ({ kind }: RunEvent): boolean => kind === 'beat' || kind === 'state-seen'

const countOf = (event: RunEvent): number => (event.kind === 'events-skipped' ? event.count : isDetail(event) ? 1 : 0)
