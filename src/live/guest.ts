import { join } from 'node:path'
import { Mailbox } from '../journal/mailbox.ts'
import type { GuestEnd } from '../kernel/guest.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { launchGuest } from '../kernel/launch.ts'
import { agentFolder } from '../kernel/place.ts'
import type { Job } from '../model/job.ts'
import type { JournalEvent } from '../model/journal.ts'
import { CANNOT_RUN, INBOX, outputFolder, type LiveBody, type LiveRequest } from '../model/live.ts'
import { BackhoeError } from '../model/problem.ts'
import type { Ns } from '../model/time.ts'

/** One line of the journal of a lab that is up. */
export type LiveEvent = JournalEvent | ({ readonly t: Ns } & LiveBody)

/** What was seen and done while a request was performed, and the lab's clock at its end. */
export interface Answered {
  readonly events: readonly JournalEvent[]
  readonly atNs: Ns
}

type ErrorEvent = Extract<JournalEvent, { ev: 'error' }>

type Request = LiveRequest extends infer Each ? (Each extends LiveRequest ? Omit<Each, 'id'> : never) : never

interface Waiting {
  readonly events: JournalEvent[]
  readonly resolve: (answered: Answered) => void
  readonly reject: (error: Error) => void
}

const SILENT_WALL_MS = 60_000
/** Streams keep their account for as long as the lab is up; only what is touched is taken. */
const MEMORY_MB = 2048

export interface GuestOptions {
  readonly kernel: Kernel
  /** Its journal and its nodes' files lie there. */
  readonly folder: string
  readonly job: Job & { readonly job: 'live' }
  readonly cpu: number
  readonly signal: AbortSignal
  /** Every event of the journal, in order. */
  readonly seen: (event: LiveEvent) => void
}

/** The guest of a lab that is up: takes requests, and answers each. */
export class LiveGuest {
  /** Never rejects. */
  readonly ended: Promise<GuestEnd>
  readonly #folder: string
  readonly #inbox: Mailbox
  readonly #waiting = new Map<number, Waiting>()
  readonly #exits = new Map<number, (code: number) => void>()
  #asked = 0
  #current: Waiting | null = null
  #firstError: ErrorEvent | null = null

  /** `job.json` lies in its folder already. */
  constructor({ kernel, folder, job, cpu, signal, seen }: GuestOptions) {
    this.#folder = folder
    this.#inbox = new Mailbox(join(folder, INBOX))
    const guest = launchGuest({
      kernel,
      agentDir: agentFolder(),
      outDir: folder,
      rngSeed: job.input.seed,
      cpu,
      memoryMb: MEMORY_MB,
      silentWallMs: SILENT_WALL_MS,
      signal,
      onJournal: (lines) => {
        for (const line of lines) {
          const event = JSON.parse(line) as LiveEvent
          this.#take(event)
          seen(event)
        }
      },
    })
    this.ended = guest.then((end) => {
      const gone = new BackhoeError([{ code: 'lab-died', what: 'the lab is not there any more' }], 70)
      for (const { reject } of this.#waiting.values()) reject(gone)
      for (const exit of this.#exits.values()) exit(255)
      return end
    })
  }

  /** @throws BackhoeError with what the agent says against it; `lab-died` (70) */
  ask(request: Request): Promise<Answered> {
    return this.#ask(++this.#asked, request)
  }

  /** The same, with the number by which later requests refer to this one. */
  number(request: Request): { readonly request: number; readonly answer: Promise<Answered> } {
    const id = ++this.#asked
    return { request: id, answer: this.#ask(id, request) }
  }

  /**
   * A command in a node. It has started, or there is no such program, when this resolves.
   * @throws BackhoeError (126) `cannot-run`
   */
  async run(
    node: string,
    argv: readonly string[],
    terminal: { columns: number; rows: number } | null,
  ): Promise<Running> {
    const command = ++this.#asked
    const code = new Promise<number>((resolve) => this.#exits.set(command, resolve))
    try {
      await this.#ask(command, { ask: 'exec', node, argv, terminal })
    } catch (error) {
      this.#exits.delete(command)
      throw error
    }
    const ignored = (): undefined => undefined
    return {
      output: (to) => new Mailbox(join(this.#folder, outputFolder(command, to))),
      code,
      input: (bytes) => {
        this.ask({ ask: 'input', command, base64: bytes?.toString('base64') ?? null }).catch(ignored)
      },
      kill: () => {
        this.ask({ ask: 'kill', command }).catch(ignored)
      },
    }
  }

  /** What the journal says of why it ended; null: it does not say. */
  get firstError(): ErrorEvent | null {
    return this.#firstError
  }

  #ask(id: number, request: Request): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { events: [], resolve, reject })
      this.#inbox.put(JSON.stringify({ id, ...request }))
    })
  }

  #take(event: LiveEvent): void {
    if (event.ev === 'error') this.#firstError ??= event
    switch (event.ev) {
      case 'asked':
        this.#current = this.#waiting.get(event.id) ?? null
        return
      case 'answered': {
        const waiting = this.#waiting.get(event.id)
        this.#waiting.delete(event.id)
        this.#current = null
        if (event.problem === null) waiting?.resolve({ events: waiting.events, atNs: event.t })
        else waiting?.reject(new BackhoeError([event.problem], event.problem.code === CANNOT_RUN ? 126 : 64))
        return
      }
      case 'exited':
        this.#exits.get(event.command)?.(event.code)
        this.#exits.delete(event.command)
        return
      default:
        if (event.ev !== 'beat') this.#current?.events.push(event)
    }
  }
}

/** A command that runs in a node. */
export interface Running {
  readonly output: (to: 'stdout' | 'stderr') => Mailbox
  readonly code: Promise<number>
  /** null: the end of its standard input. */
  readonly input: (bytes: Buffer | null) => void
  readonly kill: () => void
}
