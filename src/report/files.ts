import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../journal/make-folders.ts'
import { fail } from '../model/problem.ts'
import { renderJunit } from './junit.ts'
import type { Summary } from './schema.ts'

/** `summary.json` as it is written. */
export const summaryText = (summary: Summary): string => `${JSON.stringify(summary, null, 2)}\n`

/** Writes what is derived from a run into `folder`: summary.json and junit.xml. Throws BackhoeError (64, 70) where it cannot. */
export function writeReport(folder: string, summary: Summary): void {
  try {
    makeFolders(folder)
    writeFileSync(join(folder, 'summary.json'), summaryText(summary))
    writeFileSync(join(folder, 'junit.xml'), renderJunit(summary))
  } catch (error) {
    if (FULL.includes((error as NodeJS.ErrnoException).code ?? '')) diskFull(folder)
    const what = `cannot write to ${folder}: ${error instanceof Error ? error.message : String(error)}`
    fail({
      code: 'not-writable',
      what,
      allowed: 'a folder that you may write to',
      next: 'backhoe report RUN --out DIR',
    })
  }
}

const FULL: readonly string[] = ['ENOSPC', 'EDQUOT']

const diskFull = (where: string): never =>
  fail(
    {
      code: 'disk-full',
      what: 'no space is left for the report',
      where,
      next: 'free some space, then: backhoe report RUN',
    },
    70,
  )

/** 0: every target met, 1: one missed, 2: none missed, some undecided. */
export function exitCodeOf({ counts }: Summary): 0 | 1 | 2 {
  return counts.missed > 0 ? 1 : counts.unknown > 0 ? 2 : 0
}
