import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Follows a file that another process appends to, also before it exists. */
export class FileTail {
  readonly #path: string
  #fd: number | undefined
  #offset = 0
  #rest = Buffer.alloc(0)

  constructor(path: string) {
    this.#path = path
  }

  /** Whole lines that came since the last call; `grew` is true also for half a line. */
  read(): { readonly grew: boolean; readonly lines: string[] } {
    this.#fd ??= openIfThere(this.#path)
    if (this.#fd === undefined) return { grew: false, lines: [] }
    const size = fstatSync(this.#fd).size
    if (size <= this.#offset) return { grew: false, lines: [] }
    const fresh = Buffer.alloc(size - this.#offset)
    const got = readSync(this.#fd, fresh, 0, fresh.length, this.#offset)
    this.#offset += got
    const text = Buffer.concat([this.#rest, fresh.subarray(0, got)])
    const end = text.lastIndexOf(10) + 1
    this.#rest = text.subarray(end)
    return {
      grew: got > 0,
      lines:
        end === 0
          ? []
          : text
              .subarray(0, end - 1)
              .toString()
              .split('\n'),
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
