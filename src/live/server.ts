import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as timeout } from 'node:timers/promises'
import { BackhoeError, fail } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import type { Mailbox } from '../journal/mailbox.ts'
import type { Running } from './guest.ts'
import { connected, readLines, readToBench, writeLine, type FromBench, type ToBench } from './messages.ts'

/** What other shells may do. */
export interface Served {
  /** null: the lab is still coming up. */
  readonly bench: Enterable | null
  /** Ends the lab; the connection closes when it is gone. */
  down(): void
}

interface Enterable {
  readonly nodes: readonly string[]
  run(node: string, argv: readonly string[], terminal: { columns: number; rows: number } | null): Promise<Running>
}

const LOOK_MS = 20
const BAD_REQUEST = new BackhoeError([
  { code: 'bad-request', what: 'the lab cannot read what it was asked', allowed: 'a command of at most 1 MiB' },
])
const OWNER_ONLY = 0o600

/**
 * Takes the lab's name for this process: listens at its socket, which its owner alone may open.
 * @throws BackhoeError (69) `lab-is-up` where another command has the lab up
 */
export async function listen(socket: string, lab: string): Promise<Server> {
  const server = createServer()
  if (await listens(server, socket)) return server
  const other = await connected(socket)
  other?.destroy()
  if (other !== null) fail({ code: 'lab-is-up', what: `the lab ${lab} is up already`, next: `backhoe down ${lab}` }, 69)
  // Its command was killed, and its guest with it.
  rmSync(socket, { force: true })
  if (await listens(server, socket)) return server
  return fail({ code: 'lab-is-up', what: `the lab ${lab} comes up elsewhere`, next: `backhoe down ${lab}` }, 69)
}

function listens(server: Server, socket: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    // The folder is its owner's alone already.
    server.listen(socket, () => {
      chmodSync(socket, OWNER_ONLY)
      resolve(true)
    })
  })
}

/** Serves every connection; what one of them does wrong harms neither the lab nor the others. */
export function serve(server: Server, served: Served): { close(): void } {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
    new Connection(socket, served).begin()
  })
  return {
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

class Connection {
  readonly #socket: Socket
  readonly #served: Served
  /** null: it has asked for no command yet. */
  #running: Promise<Running> | null = null

  constructor(socket: Socket, served: Served) {
    this.#socket = socket
    this.#served = served
  }

  begin(): void {
    const refuse = (error: unknown): void => {
      this.#refuse(error)
    }
    readLines(
      this.#socket,
      (line) => {
        this.#take(readToBench(line)).catch(refuse)
      },
      () => {
        refuse(BAD_REQUEST)
      },
    )
    this.#socket.once('close', () => {
      this.#running?.then(
        (running) => {
          running.kill()
        },
        () => undefined,
      )
    })
  }

  async #take(message: ToBench): Promise<void> {
    if ('down' in message) this.#served.down()
    else if ('input' in message)
      (await this.#running)?.input(message.input === null ? null : Buffer.from(message.input, 'base64'))
    else await this.#run(message)
  }

  async #run({ node, argv, terminal }: Extract<ToBench, { node: string }>): Promise<void> {
    const bench = this.#served.bench ?? fail({ code: 'lab-comes-up', what: 'the lab is still coming up' }, 69)
    const { nodes } = bench
    if (!nodes.includes(node))
      fail({ code: 'unknown-node', what: `the lab has no node ${node}`, ...remedyFor(node, nodes) })
    this.#running = bench.run(node, argv, terminal)
    const running = await this.#running
    let ended = false
    const code = running.code.finally(() => (ended = true))
    await Promise.all((['stdout', 'stderr'] as const).map((to) => this.#forward(running.output(to), to, () => ended)))
    await this.#send({ exited: await code })
    this.#socket.end()
  }

  /** As fast as the client reads it: the command waits, not the lab. */
  async #forward(box: Mailbox, to: 'stdout' | 'stderr', hasEnded: () => boolean): Promise<void> {
    for (;;) {
      // Asked before: what was written last is there when the end is known.
      const isLast = hasEnded()
      const bytes = box.take()
      if (bytes !== null) await this.#send({ to, output: bytes.toString('base64') })
      else if (isLast || this.#socket.destroyed) return
      else await timeout(LOOK_MS)
    }
  }

  #send(message: FromBench): Promise<void> {
    return writeLine(this.#socket, message)
  }

  #refuse(error: unknown): void {
    const problems = error instanceof BackhoeError ? error.problems : [{ code: 'backhoe-failed', what: String(error) }]
    void this.#send({ problems, exitCode: error instanceof BackhoeError ? error.exitCode : 70 })
    this.#socket.end()
  }
}
