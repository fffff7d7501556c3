import type { TerminalStyle } from './terminal.ts'

/** Steps as lines; of a long one its percentage, rewritten in place or every tenth as a line. */
export class BuildProgress {
  readonly #stream: NodeJS.WriteStream
  readonly #style: TerminalStyle
  #step = ''
  #shown = 0

  constructor(stream: NodeJS.WriteStream, style: TerminalStyle) {
    this.#stream = stream
    this.#style = style
  }

  step(text: string): void {
    this.close()
    this.#step = text
    this.#shown = 0
    this.#stream.write(this.#style.live ? text : `${text}\n`)
  }

  progress(fraction: number): void {
    const percent = Math.floor(fraction * 100)
    if (percent < this.#shown + (this.#style.live ? 1 : 10)) return
    this.#shown = percent
    this.#stream.write(
      this.#style.live ? `\r\u001B[K${this.#step} ${String(percent)} %` : `${this.#step} ${String(percent)} %\n`,
    )
  }

  /** Ends the live line. */
  close(): void {
    if (this.#style.live && this.#step !== '') this.#stream.write('\n')
    this.#step = ''
  }
}
