import { stripVTControlCharacters } from 'node:util'

/** Lines that say nothing about this guest: what every user-mode kernel prints, and the addresses of a panic. */
const NOISE = [
  ...[/^Failed to initialize ubd device/, /^SELinux:/, /^mmapper_init/, /^reboot: /, /^Aborted$/, /^$/],
  ...[
    /^ *\[<[0-9a-f]+>\]/,
    /^(RIP|RSP|RAX|RDX|RBP|R\d\d|Call Trace|Stack|Modules linked in|CPU|Hardware name|EFLAGS):/,
    /^ [0-9a-f ]+$/,
  ],
]

const KEPT = 20

/** The last lines of a guest's console, without carriage returns and noise. */
export class Console {
  #partial = ''
  readonly #lines: string[] = []
  readonly #mark: string | null
  #marked = false

  /** `mark`: a line of ours between the guest's own; it is never dropped, and is none of `lines()`. */
  constructor(mark: string | null = null) {
    this.#mark = mark
  }

  get marked(): boolean {
    return this.#marked
  }

  push(chunk: string): void {
    const parts = (this.#partial + chunk).split('\n')
    // A guest that prints without end of line must not fill our memory.
    this.#partial = (parts.pop() ?? '').slice(-4096)
    for (const part of parts) this.#keep(part)
  }

  lines(): string[] {
    return this.#partial === '' ? [...this.#lines] : [...this.#lines, this.#partial.trimEnd()]
  }

  #keep(part: string): void {
    const line = stripVTControlCharacters(part).trimEnd()
    if (line === this.#mark) {
      this.#marked = true
      return
    }
    if (NOISE.some((noise) => noise.test(line))) return
    this.#lines.push(line)
    if (this.#lines.length > KEPT) this.#lines.shift()
  }
}
