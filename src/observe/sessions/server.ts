import { createServer, type Server, type Socket } from 'node:net'
import type { PendingSegments } from '../../model/journal.ts'
import type { SessionPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'
import { check } from '../../linux/libc.ts'
import type { Namespaces } from '../../linux/netns.ts'
import {
  AF_INET,
  bindTo,
  bindToDevice,
  mayLackAddress,
  setOption,
  SO_REUSEADDR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
} from '../../linux/sockets.ts'
import { holdStill } from './client.ts'
import { encodeGreeting, GREETING_BYTES, nonce, TOKEN_BYTES } from './greeting.ts'
import { followsPattern } from './pattern.ts'
import { pendingOf } from './tcp-info.ts'

export interface ServerOptions {
  readonly plan: SessionPlan
  /** The server's, or one of its replicas. */
  readonly node: string
  readonly namespaces: Namespaces
  readonly random: () => number
  /** Bytes of the session came; `intact`: they were the expected ones. */
  readonly received: (bytes: number, intact: boolean) => void
}

/** Keeps a counter of bytes for every session, over all of its connections; `tcp` sends everything back. */
export class SessionServer {
  readonly #options: ServerOptions
  readonly #bootNonce: string
  readonly #server: Server
  readonly #counters = new Map<string, number>()
  /** With the nonce of its connection, once it has been greeted. */
  readonly #sockets = new Map<Socket, string | null>()
  #still = false

  constructor(options: ServerOptions) {
    const { plan, node, namespaces, random } = options
    this.#options = options
    this.#bootNonce = nonce(random)
    const { address, port, device, isVirtual } = plan.server
    const fd = namespaces.within(node, () => {
      const socket = check('socket', AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)
      setOption(socket, SO_REUSEADDR, 1)
      if (isVirtual === true) mayLackAddress(socket)
      bindToDevice(socket, device)
      bindTo(socket, address, port)
      return socket
    })
    this.#server = createServer((socket) => {
      this.#serve(socket)
    }).listen({ fd })
  }

  /** Resets every connection, as a server that dies does. */
  stop(): void {
    this.#server.close()
    for (const socket of this.#sockets.keys()) socket.resetAndDestroy()
  }

  /** What this end of the connection has sent and not got confirmed. */
  pending(connectionNonce: string, nowNs: Ns): PendingSegments[] {
    return [...this.#sockets].flatMap(([socket, nonce]) => {
      const fd = nonce === connectionNonce ? descriptorOf(socket) : null
      return fd === null ? [] : pendingOf(fd, 'server', nowNs)
    })
  }

  /** Its node has lost its power: no segment reports it. For a node whose cables are dark. */
  die(): void {
    this.#server.close()
    for (const socket of this.#sockets.keys()) socket.destroy()
  }

  /** Its process is stopped, or goes on: meanwhile the kernel alone answers. */
  standStill(still: boolean): void {
    this.#still = still
    for (const socket of this.#sockets.keys()) holdStill(socket, still)
  }

  #serve(socket: Socket): void {
    this.#sockets.set(socket, null)
    if (this.#still) holdStill(socket, true)
    socket.setNoDelay()
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
    let head = Buffer.alloc(0)
    let token: string | null = null
    let echoed = 0
    socket.on('data', (bytes) => {
      let fresh = bytes
      if (token === null) {
        head = Buffer.concat([head, bytes])
        if (head.length < TOKEN_BYTES) return
        token = head.toString('hex', 0, TOKEN_BYTES)
        fresh = head.subarray(TOKEN_BYTES)
        this.#greet(socket, token)
      }
      const greeting = fresh.subarray(0, GREETING_BYTES - echoed)
      echoed += greeting.length
      if (fresh.length > greeting.length) this.#take(socket, token, fresh.subarray(greeting.length))
    })
  }

  #greet(socket: Socket, token: string): void {
    const counter = this.#counters.get(token) ?? 0
    const connectionNonce = nonce(this.#options.random)
    this.#sockets.set(socket, connectionNonce)
    socket.write(encodeGreeting({ bootNonce: this.#bootNonce, connectionNonce, counter }))
  }

  #take(socket: Socket, token: string, bytes: Buffer): void {
    const counter = this.#counters.get(token) ?? 0
    this.#counters.set(token, counter + bytes.length)
    this.#options.received(bytes.length, followsPattern(counter, bytes))
    if (this.#options.plan.kind === 'tcp') socket.write(bytes)
  }
}

/** Node has no public name for it; below 0: it is closed. */
function descriptorOf(socket: Socket): number | null {
  const fd = (socket as { readonly _handle?: { readonly fd?: number } | null })._handle?.fd ?? -1
  return fd < 0 ? null : fd
}
