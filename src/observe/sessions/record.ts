import type { SessionConnection, SessionRecord } from '../../model/journal.ts'
import type { SessionPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
export type OpenConnection = Writable<SessionConnection>

/** Gaps from which the normal one is taken; a fault comes later than that. */
const NORMAL_GAPS = 20
/** A jiffy at HZ=100; the agent's own loop may be busy for some milliseconds too. */
const SLACK_NS = 10e6

export interface SessionQuality {
  readonly name: string
  /** Some byte has got across. */
  readonly hasWorked: boolean
  readonly lastStallNs: Ns | null
}

/** The evidence of one session as it comes in. */
export class SessionAccount {
  bytesSent = 0
  bytesReceived = 0
  continuous = true
  counterResets = 0
  clientStarts = 0
  readonly #plan: SessionPlan
  readonly #intervalNs: Ns
  readonly #connections: OpenConnection[] = []
  readonly #normalGaps: Ns[] = []
  readonly #longGaps: { startNs: Ns; endNs: Ns }[] = []
  readonly #startedNs: Ns
  #lastProgressNs: Ns | null = null

  /** `intervalNs`: how often the session sends. */
  constructor(plan: SessionPlan, intervalNs: Ns, startedNs: Ns) {
    this.#plan = plan
    this.#intervalNs = intervalNs
    this.#startedNs = startedNs
  }

  /** The gate has passed: a state that began again and a stream that broke before belong to settling, or to a rehearsal. */
  ready(): void {
    this.continuous = true
    this.counterResets = 0
  }

  connect(openedNs: Ns, tuple: string): OpenConnection {
    const connection: OpenConnection = {
      openedNs,
      closedNs: null,
      closedBy: null,
      tuple,
      bootNonce: null,
      connectionNonce: null,
      retransmits: 0,
    }
    this.#connections.push(connection)
    return connection
  }

  /** Fresh bytes arrived. */
  progress(atNs: Ns, bytes: number): void {
    this.bytesReceived += bytes
    const isFirst = this.#lastProgressNs === null
    const startNs = this.#lastProgressNs ?? this.#startedNs
    this.#lastProgressNs = atNs
    const gapNs = atNs - startNs
    // The first byte waits for a connection: that is no normal gap, and may be a long one.
    if (!isFirst && this.#normalGaps.length < NORMAL_GAPS) this.#normalGaps.push(gapNs)
    if (gapNs > this.#intervalNs) this.#longGaps.push({ startNs, endNs: atNs })
  }

  /** How it runs by now; `lastStallNs`: the end of its last stall, or now where it stalls; null: it never did. */
  quality(nowNs: Ns): SessionQuality {
    const { stalls } = this.record(nowNs)
    const last = stalls.at(-1)
    return {
      name: this.#plan.name,
      hasWorked: this.#lastProgressNs !== null,
      lastStallNs: last === undefined ? null : (last.endNs ?? nowNs),
    }
  }

  record(watchedUntilNs: Ns): SessionRecord {
    const paceNs = this.#paceNs()
    const openNs = this.#lastProgressNs ?? this.#startedNs
    const stalls = this.#longGaps.filter(({ startNs, endNs }) => endNs - startNs > paceNs)
    return {
      ev: 'session',
      name: this.#plan.name,
      kind: this.#plan.kind,
      connections: this.#connections,
      stalls: watchedUntilNs - openNs > paceNs ? [...stalls, { startNs: openNs, endNs: null }] : stalls,
      paceNs,
      bytesSent: this.bytesSent,
      bytesReceived: this.bytesReceived,
      continuous: this.continuous,
      counterResets: this.counterResets,
      clientStarts: this.clientStarts,
      lastProgressNs: this.#lastProgressNs,
      watchedUntilNs,
    }
  }

  /** The pause between two sendings, the gap that is normal (it holds the round trip), and the clock's slack. */
  #paceNs(): Ns {
    const sorted = this.#normalGaps.toSorted((a, b) => a - b)
    return Math.round(this.#intervalNs + (sorted[sorted.length >> 1] ?? this.#intervalNs) + SLACK_NS)
  }
}
