import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BackhoeError } from '../model/problem.ts'
import type { Namespaces } from '../linux/netns.ts'

/** One end of a cable. */
export interface CapturePoint {
  /** Name of its file. */
  readonly file: string
  readonly ns: string
  readonly device: string
}

export interface CaptureOptions {
  readonly namespaces: Namespaces
  /** Folder of the files. */
  readonly dir: string
  /** So much of each frame is kept. */
  readonly snapBytes: number
  /** A capturer has ended before `stop`. */
  readonly died: (error: BackhoeError) => void
}

interface Capturer {
  readonly file: string
  readonly process: ChildProcess
  /** What tcpdump has printed. */
  text: string
}

/** Captures of cables, a tcpdump each: what the node at that end sends and receives. Nanosecond stamps. */
export class Capture {
  readonly #died: CaptureOptions['died']
  #capturers: readonly Capturer[] = []
  #stopping = false

  private constructor(died: CaptureOptions['died']) {
    this.#died = died
  }

  /**
   * Every capturer listens when it resolves. The devices must be up: libpcap opens no other one, but goes on where one is
   * shut later.
   * @throws BackhoeError `capture-died` (70) where one of them does not begin
   */
  static async start(
    points: readonly CapturePoint[],
    { namespaces, dir, snapBytes, died }: CaptureOptions,
  ): Promise<Capture> {
    mkdirSync(dir, { recursive: true })
    const capture = new Capture(died)
    capture.#capturers = points.map(({ file, ns, device }) => {
      const options = ['-i', device, '-w', join(dir, file), '-U', '-n', '-s', String(snapBytes), '--immediate-mode']
      const argv = [...options, '--time-stamp-precision=nano', '-Z', 'root']
      const process = namespaces.within(ns, () => spawn('tcpdump', argv, { stdio: ['ignore', 'ignore', 'pipe'] }))
      return { file, process, text: '' }
    })
    await Promise.all(capture.#capturers.map((capturer) => capture.#listening(capturer)))
    return capture
  }

  /**
   * Ends the captures; the files are whole then.
   * @throws BackhoeError `capture-incomplete` (70) where the kernel had to drop packets
   */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(
      this.#capturers.map(async ({ process }) => {
        if (process.exitCode !== null || process.signalCode !== null) return
        const ended = once(process, 'close')
        process.kill('SIGINT')
        await ended
      }),
    )
    const problems = this.#capturers.flatMap(({ file, text }) => {
      const dropped = Number(/^(\d+) packets? dropped by kernel$/m.exec(text)?.[1] ?? 0)
      return dropped === 0 ? [] : [incomplete(file, dropped)]
    })
    if (problems.length > 0) throw new BackhoeError(problems, 70)
  }

  #listening(capturer: Capturer): Promise<void> {
    const { process, file } = capturer
    return new Promise((resolve, reject) => {
      const died = (how: string): void => {
        if (this.#stopping) return
        const error = captureDied(file, how, capturer.text)
        reject(error)
        this.#died(error)
      }
      process.once('error', (error) => {
        died(error.message)
      })
      process.once('close', (code, signal) => {
        died(signal ?? `exit ${String(code)}`)
      })
      process.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
        capturer.text += chunk
        if (/^(tcpdump: )?listening on /m.test(capturer.text)) resolve()
      })
    })
  }
}

function captureDied(file: string, how: string, text: string): BackhoeError {
  const said = text
    .trimEnd()
    .split('\n')
    .map((line) => `\n  | ${line}`)
    .join('')
  const what = `the capture ${file} ended before the trial did: ${how}${text === '' ? '' : said}`
  return new BackhoeError([{ code: 'capture-died', what, next: 'run the trial again, or without --pcap' }], 70)
}

const incomplete = (file: string, dropped: number): { code: string; what: string; next: string } => ({
  code: 'capture-incomplete',
  what: `the capture ${file} lacks ${String(dropped)} packets, which the kernel dropped because tcpdump was too slow`,
  next: 'run the trial with --kernel virtual, where a program is never too slow, or without --pcap',
})
