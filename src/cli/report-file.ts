import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolders } from '../journal/make-folders.ts'
import type { Problem } from '../model/problem.ts'

/** Why nothing can be written there; null: it can. What is in the file stays, and a file that was not there is not there afterwards. */
export function writableProblem(reporter: string, said: string, path: string): Problem | null {
  try {
    makeFolders(dirname(path))
    const isThere = existsSync(path)
    closeSync(openSync(path, 'a'))
    if (!isThere) rmSync(path)
    return null
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    return {
      code: 'report-not-writable',
      what: `the reporter ${reporter} cannot write to ${said}: ${why}`,
      allowed: 'a file that you may write to',
    }
  }
}

/** A reporter's file, empty at first; written to at once, so that it can be watched. */
export class ReportFile {
  readonly #descriptor: number

  constructor(path: string) {
    makeFolders(dirname(path))
    this.#descriptor = openSync(path, 'w')
  }

  readonly write = (text: string): void => {
    writeSync(this.#descriptor, text)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
