import { createLogUpdate } from 'log-update'
import type { TerminalStyle } from './terminal.ts'

/** As often as eyes follow. */
const REDRAW_MS = 100

/**
 * Lines at the end of a terminal that are rewritten in place, below everything that is printed above them. Where nothing may be rewritten
 * (a file, a pipe, CI) there are none, and only what is printed is seen.
 */
export class LiveLines {
  readonly #stream: NodeJS.WriteStream
  readonly #update: ReturnType<typeof createLogUpdate> | null
  #timer: NodeJS.Timeout | null = null
  #drawn = ''

  constructor(stream: NodeJS.WriteStream, { live }: Pick<TerminalStyle, 'live'>) {
    this.#stream = stream
    // A command that is killed would leave the terminal without its cursor.
    this.#update = live ? createLogUpdate(stream, { showCursor: true }) : null
  }

  /** From now on, and again and again: `lines` is asked for each picture. */
  show(lines: () => readonly string[]): void {
    if (this.#update === null || this.#timer !== null) return
    const draw = (): void => {
      this.#draw(lines())
    }
    draw()
    this.#timer = setInterval(draw, REDRAW_MS).unref()
  }

  /** A line that stays. */
  print(text: string): void {
    this.hide()
    this.#stream.write(`${text}\n`)
  }

  /** Until the next picture: something else is about to be printed to the same terminal. */
  hide(): void {
    if (this.#drawn !== '') this.#update?.clear()
    this.#drawn = ''
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.hide()
  }

  #draw(lines: readonly string[]): void {
    const text = lines.join('\n')
    if (text === this.#drawn) return
    if (text === '') this.hide()
    else this.#update?.(text)
    this.#drawn = text
  }
}
