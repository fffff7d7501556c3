import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as timeout } from 'node:timers/promises'
import { Mailbox } from '../journal/mailbox.ts'
import { outputFolder, type LiveRequest } from '../model/live.ts'
import { calls } from '../linux/libc.ts'
import type { Namespaces } from '../linux/netns.ts'
import { WORLD } from '../linux/world.ts'
import type { Journal } from './journal.ts'

/** So many pieces of output may wait for their reader; then the command waits too. */
const MOST_WAITING = 16
const LOOK_MS = 20

type Exec = Extract<LiveRequest, { readonly ask: 'exec' }>

/** Commands that somebody runs in the nodes of a lab that is up. Each is in a process group of its own, and dies as one. */
export class Commands {
  readonly #namespaces: Namespaces
  readonly #journal: Journal
  readonly #out: string
  readonly #running = new Map<number, ChildProcess>()

  constructor(namespaces: Namespaces, journal: Journal, out: string) {
    this.#namespaces = namespaces
    this.#journal = journal
    this.#out = out
    mountTerminals()
  }

  start(id: number, { node, argv, terminal }: Exec): void {
    const [file = '', ...words] = terminal === null ? argv : onTerminal(argv, terminal)
    const child = this.#namespaces.within(node, () =>
      spawn(file, words, {
        cwd: '/',
        env: { ...process.env, HOME: '/', TERM: 'xterm-256color' },
        stdio: 'pipe',
        detached: true,
      }),
    )
    this.#running.set(id, child)
    child.stdin.on('error', () => undefined)
    const written = (['stdout', 'stderr'] as const).map((to) =>
      forward(child[to], new Mailbox(join(this.#out, outputFolder(id, to)))),
    )
    const code = new Promise<number>((resolve) => {
      // As a shell says it: 127 where there is no such program, 128 and the signal's number.
      child.once('error', () => {
        resolve(127)
      })
      child.once('exit', (status, signal) => {
        resolve(status ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15))
      })
    })
    void Promise.all([code, ...written]).then(([status]) => {
      this.#running.delete(id)
      this.#journal.write({ ev: 'exited', command: id, code: status })
    })
  }

  /** Of a command that has ended nothing is taken any more. */
  input(id: number, base64: string | null): void {
    const stdin = this.#running.get(id)?.stdin
    if (base64 === null) stdin?.end()
    else stdin?.write(Buffer.from(base64, 'base64'))
  }

  kill(id: number): void {
    const pid = this.#running.get(id)?.pid
    if (pid === undefined) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Into the box, which its reader empties. Resolves at the end of the stream. */
async function forward(stream: Readable, box: Mailbox): Promise<void> {
  try {
    for await (const bytes of stream) {
      while (box.holds(MOST_WAITING)) await timeout(LOOK_MS)
      box.put(bytes as Buffer)
    }
  } catch {
    // The program did not start, or was killed: its code says so.
  }
}

/** script(1) opens a terminal, and what runs there sees one of that size. */
const onTerminal = (argv: readonly string[], { columns, rows }: NonNullable<Exec['terminal']>): readonly string[] => {
  const command = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  return ['script', '-qfec', `stty cols ${String(columns)} rows ${String(rows)}; exec ${command}`, '/dev/null']
}

/** A guest has no terminals of its own yet. */
function mountTerminals(): void {
  if (WORLD !== 'guest') return
  mkdirSync('/dev/pts', { recursive: true })
  calls.mount('devpts', '/dev/pts', 'devpts', 0, 'mode=620,ptmxmode=666')
}
