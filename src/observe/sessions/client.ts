import { Socket } from 'node:net'
import type { PendingSegments, SessionConnection } from '../../model/journal.ts'
import type { SessionPlan } from '../../model/plan.ts'
import { RECONNECT_NS } from '../../model/traffic.ts'
import type { Clock } from '../../linux/clock.ts'
import { check } from '../../linux/libc.ts'
import type { Namespaces } from '../../linux/netns.ts'
import { dial } from './dial.ts'
import { decodeGreeting, encodeGreeting, GREETING_BYTES } from './greeting.ts'
import type { OpenConnection, SessionAccount } from './record.ts'
import { pendingOf, retransmitsOf } from './tcp-info.ts'
import type { Timer, Timers } from './timers.ts'

/** A server that has not greeted by then is not there: the handshake's second repetition was lost too. */
const GREETING_MS = 3500

export interface ClientOptions {
  readonly plan: SessionPlan
  readonly namespaces: Namespaces
  readonly clock: Clock
  readonly account: SessionAccount
  readonly timers: Timers
  /** Port of the first connection; 0: the kernel's choice. */
  readonly port: number
  /** Eight bytes, hexadecimal: the same for all connections of the session. */
  readonly token: string
  /** The server has greeted, and has so many bytes of this session: go on from there. */
  readonly opened: (socket: Socket, counter: number) => void
  readonly received: (bytes: Buffer) => void
  readonly closed: () => void
}

interface Open {
  readonly socket: Socket
  readonly connection: OpenConnection
  readonly infoFd: number
  /** Segments that it had sent again when the gate passed. */
  settledRetransmits: number
}

/** Keeps one connection open: when it ends, whichever end closed it, the next attempt follows a second later. */
export class SessionClient {
  readonly #options: ClientOptions
  #attempts = 0
  /** Bytes of the session that the server is known to have. */
  #counter = 0
  #retry: Timer | undefined
  #open: Open | null = null
  #stopped = false
  #still = false

  constructor(options: ClientOptions) {
    this.#options = options
    this.#connect()
  }

  /** Of the open connection; null: there is none, or its server has not greeted. */
  get connectionNonce(): string | null {
    return this.#open?.connection.connectionNonce ?? null
  }

  /** What the open connection has sent and not got confirmed. */
  pending(): PendingSegments[] {
    return this.#open === null ? [] : pendingOf(this.#open.infoFd, 'client', this.#options.clock.now())
  }

  /** The gate has passed: what was sent again before belongs to settling. */
  ready(): void {
    if (this.#open !== null) this.#open.settledRetransmits = retransmitsOf(this.#open.infoFd)
  }

  /** Ends at once; a connection that is open stays so in the record. */
  stop(): void {
    const open = this.#end()
    open?.socket.destroy()
  }

  /** Its node has lost its power: the connection is gone, and no segment reports it. For a node whose cables are dark. */
  die(): void {
    const open = this.#end()
    if (open === null) return
    open.connection.closedNs = this.#options.clock.now()
    open.connection.closedBy = 'power'
    open.socket.destroy()
  }

  /** Its process is stopped, or goes on: meanwhile it reads nothing and sends nothing. */
  standStill(still: boolean): void {
    this.#still = still
    if (this.#open !== null) holdStill(this.#open.socket, still)
  }

  #end(): Open | null {
    this.#stopped = true
    this.#retry?.clear()
    if (this.#open !== null) count(this.#open)
    return this.#open
  }

  #connect(): void {
    const { namespaces, account, clock, plan } = this.#options
    const openedNs = clock.now()
    // The first connection is the planned 5-tuple; a later one could meet what the server still holds of it.
    const port = this.#attempts++ === 0 ? this.#options.port : 0
    const { fd, tuple } = dial(namespaces, plan, port)
    const connection = account.connect(openedNs, tuple)
    if (fd === null) this.#closed(connection, 'timeout')
    else this.#run(fd, connection)
  }

  #run(fd: number, connection: OpenConnection): void {
    const socket = new Socket({ fd, readable: true, writable: true })
    // libuv closes its own before it says why: this one still knows.
    const infoFd = check('dup', fd)
    const open: Open = { socket, connection, infoFd, settledRetransmits: 0 }
    this.#open = open
    let how: SessionConnection['closedBy'] = null
    const late = this.#options.timers.after(GREETING_MS, () => {
      how ??= 'timeout'
      socket.destroy()
    })
    socket.setNoDelay()
    socket.write(Buffer.from(this.#options.token, 'hex'))
    if (this.#still) holdStill(socket, true)
    socket.on('data', this.#reader(socket, connection, late))
    socket.on('end', () => (how ??= 'peer-closed'))
    socket.on('error', (error: NodeJS.ErrnoException) => (how ??= howOf(error.code)))
    socket.on('close', () => {
      late.clear()
      this.#open = null
      if (!this.#stopped) count(open)
      check('close', infoFd)
      this.#closed(connection, how ?? 'us')
    })
  }

  /** The greeting, sent back as it came; then the session's bytes. */
  #reader(socket: Socket, connection: OpenConnection, late: Timer): (bytes: Buffer) => void {
    let head = Buffer.alloc(0)
    return (bytes) => {
      if (head.length === GREETING_BYTES) {
        this.#take(bytes)
        return
      }
      const all = Buffer.concat([head, bytes])
      head = all.subarray(0, GREETING_BYTES)
      if (head.length < GREETING_BYTES) return
      late.clear()
      const greeting = decodeGreeting(head)
      connection.bootNonce = greeting.bootNonce
      connection.connectionNonce = greeting.connectionNonce
      if (greeting.counter < this.#counter) this.#options.account.counterResets++
      this.#counter = greeting.counter
      socket.write(encodeGreeting(greeting))
      this.#options.opened(socket, greeting.counter)
      if (all.length > GREETING_BYTES) this.#take(all.subarray(GREETING_BYTES))
    }
  }

  #take(bytes: Buffer): void {
    this.#counter += bytes.length
    this.#options.received(bytes)
  }

  #closed(connection: OpenConnection, how: SessionConnection['closedBy']): void {
    if (this.#stopped) return
    connection.closedNs = this.#options.clock.now()
    connection.closedBy = how
    this.#options.closed()
    this.#retry = this.#options.timers.after(RECONNECT_NS / 1e6, () => {
      this.#connect()
    })
  }
}

function count({ connection, infoFd, settledRetransmits }: Open): void {
  connection.retransmits = retransmitsOf(infoFd) - settledRetransmits
}

/** What arrives stays in the kernel meanwhile, which acknowledges it. */
export function holdStill(socket: Socket, still: boolean): void {
  if (still) socket.pause()
  else socket.resume()
}

function howOf(code: string | undefined): SessionConnection['closedBy'] {
  if (code === 'ECONNREFUSED') return 'refused'
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'peer-reset' : 'timeout'
}
