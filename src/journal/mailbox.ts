import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Messages from one process to another through a folder that a guest shares with the machine, one file each, by number. A file is
 * renamed into place when it is whole, and its reader removes it. No file is read twice, so that a guest's page cache is never stale.
 */
export class Mailbox {
  readonly #folder: string
  #put = 0
  #taken = 0

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  put(message: string | Uint8Array): void {
    this.#put++
    const fresh = join(this.#folder, 'fresh')
    writeFileSync(fresh, message)
    renameSync(fresh, this.#path(this.#put))
  }

  /** The next message; null: it has not come yet. */
  take(): Buffer | null {
    const path = this.#path(this.#taken + 1)
    const message = ifThere(path)
    if (message === null) return null
    rmSync(path)
    this.#taken++
    return message
  }

  /** So many of the last messages wait at least. */
  holds(count: number): boolean {
    return this.#put >= count && existsSync(this.#path(this.#put - count + 1))
  }

  #path(number: number): string {
    return join(this.#folder, String(number))
  }
}

function ifThere(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
