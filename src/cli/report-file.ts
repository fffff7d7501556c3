import { closeSync, existsSync, mkdtempSync, openSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from '../journal/make-folders.ts'
import type { Problem } from '../model/problem.ts'

export function writableProblem(reporter: string, said: string, path: string): Problem | null {
  const why = whyNotWritable(path)
  return why === null
    ? null
    : {
        code: 'report-not-writable',
        what: `the reporter ${reporter} cannot write to ${said}: ${why}`,
        allowed: 'a file that you may write to',
      }
}

/** Why nothing can be written there; null: it can. What is in the file stays, and nothing is there afterwards that was not there before. */
export function whyNotWritable(path: string): string | null {
  try {
    const folder = nearestFolder(path)
    if (folder === dirname(path)) tryFile(path)
    else rmdirSync(mkdtempSync(join(folder, '.backhoe-')))
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

/** The first one above that is there: those below it are made when the report begins. */
function nearestFolder(path: string): string {
  const above = dirname(path)
  return above === path || existsSync(above) ? above : nearestFolder(above)
}

function tryFile(path: string): void {
  const isThere = existsSync(path)
  closeSync(openSync(path, 'a'))
  if (!isThere) rmSync(path)
}

/** A reporter's file, empty at first; written to at once, so that it can be watched. */
export class ReportFile {
  readonly #descriptor: number

  constructor(path: string) {
    makeFolders(dirname(path))
    this.#descriptor = openSync(path, 'w')
  }

  readonly write = (text: string): void => {
    // All of it: `writeSync` takes what a nearly full disk has room for, and says nothing.
    writeFileSync(this.#descriptor, text)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
