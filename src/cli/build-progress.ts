import { bar } from './bar.ts'
import { LiveLines } from './live-lines.ts'
import { paint, terminalStyle, type Paint, type TerminalStyle } from './terminal.ts'

/** Steps of a build: where a person watches, the one that goes on is a live line with its time and its share; else a line each, and of a long one every tenth. */
export class BuildProgress {
  readonly #live: LiveLines
  readonly #isLive: boolean
  readonly #paint: Paint
  #step = ''
  #sinceMs = 0
  /** Of the step; null: nobody knows. */
  #share: number | null = null
  #tenth = 0

  constructor(stream: NodeJS.WriteStream, { live, color }: Pick<TerminalStyle, 'live' | 'color'>) {
    this.#live = new LiveLines(stream, { live })
    this.#isLive = live
    this.#paint = paint(color)
  }

  step(text: string): void {
    this.#finish()
    this.#step = text
    this.#sinceMs = performance.now()
    this.#share = null
    this.#tenth = 0
    if (!this.#isLive) this.#live.print(text)
    this.#live.show(() => this.#lines())
  }

  /** Of the step that goes on, a share of 1. */
  progress(share: number): void {
    this.#share = share
    const tenth = Math.floor(share * 10)
    if (this.#isLive || tenth <= this.#tenth) return
    this.#tenth = tenth
    this.#live.print(`${this.#step} ${String(tenth * 10)} %`)
  }

  /** The step that goes on is over. */
  close(): void {
    this.#finish()
    this.#live.close()
  }

  #finish(): void {
    if (this.#isLive && this.#step !== '') this.#live.print(`${this.#step}  ${this.#paint.dim(this.#time())}`)
    this.#step = ''
  }

  #lines(): string[] {
    if (this.#step === '') return []
    const share =
      this.#share === null ? [] : [bar(this.#share, 24, this.#paint), `${String(Math.floor(this.#share * 100))} %`]
    return [[this.#step, ...share, this.#paint.dim(this.#time())].join('  ')]
  }

  #time(): string {
    return `${((performance.now() - this.#sinceMs) / 1000).toFixed(0)} s`
  }
}

/** On the standard error; quiet: nowhere. */
export const buildProgress = (quiet = false): Pick<BuildProgress, 'step' | 'progress' | 'close'> =>
  quiet
    ? { step: () => undefined, progress: () => undefined, close: () => undefined }
    : new BuildProgress(process.stderr, terminalStyle(process.stderr))
