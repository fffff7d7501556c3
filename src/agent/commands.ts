import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as timeout } from 'node:timers/promises'
import { Mailbox } from '../journal/mailbox.ts'
import { CANNOT_RUN, outputFolder, type LiveRequest } from '../model/live.ts'
import { calls } from '../linux/libc.ts'
import type { Namespaces } from '../linux/netns.ts'
import { WORLD } from '../linux/world.ts'
import { fail } from '../model/problem.ts'
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

  /** @throws BackhoeError (126) `cannot-run` */
  start(id: number, { node, argv, terminal }: Exec): void {
    const child = this.#namespaces.within(node, () => begin(argv, terminal))
    this.#running.set(id, child)
    child.stdin.on('error', () => undefined)
    const written = (['stdout', 'stderr'] as const).map((to) =>
      forward(child[to], new Mailbox(join(this.#out, outputFolder(id, to)))),
    )
    const code = new Promise<number>((resolve) => {
      // As a shell says it: 127 where there is no such program, 126 where it cannot run, 128 and the signal's number.
      child.once('error', ({ code }: NodeJS.ErrnoException) => {
        resolve(code === 'ENOENT' ? 127 : 126)
      })
      child.once('exit', (status, signal) => {
        resolve(status ?? 128 + constants.signals[signal ?? 'SIGKILL'])
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

/** Of some errors, as of a name that is too long, spawn itself throws; the others come as an event. */
function begin(argv: readonly string[], terminal: Exec['terminal']): ChildProcessWithoutNullStreams {
  const [file = '', ...words] = terminal === null ? argv : onTerminal(argv, terminal)
  try {
    return spawn(file, words, {
      cwd: '/',
      env: { ...process.env, HOME: '/', TERM: 'xterm-256color' },
      stdio: 'pipe',
      detached: true,
    })
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    const name = argv[0]?.slice(0, LONGEST_SHOWN) ?? ''
    return fail({ code: CANNOT_RUN, what: `${name} cannot run: ${REASONS[code] ?? code}` }, 126)
  }
}

const LONGEST_SHOWN = 60

const REASONS: Readonly<Record<string, string>> = {
  E2BIG: 'its arguments are too long (E2BIG)',
  ENAMETOOLONG: 'its name is too long (ENAMETOOLONG)',
  ENOTDIR: 'a file is where a folder should be (ENOTDIR)',
  ELOOP: 'too many symbolic links (ELOOP)',
  ENOEXEC: 'it is no program (ENOEXEC)',
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
