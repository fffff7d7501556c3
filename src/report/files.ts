import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDiskFull } from '../journal/disk-full.ts'
import { makeFolders } from '../journal/make-folders.ts'
import { fail } from '../model/problem.ts'
import { REPORTERS } from './reporters/all.ts'
import type { RunReport } from './run-event.ts'
import type { Summary } from './schema.ts'

/** Writes into `folder` what reporters have there of every run: summary.json, junit.xml, report.html. Throws BackhoeError (64, 70) where it cannot. */
export async function writeReport(report: RunReport, folder: string): Promise<void> {
  try {
    makeFolders(folder)
    for (const { inFolder, create } of REPORTERS) {
      if (inFolder === undefined) continue
      let text = ''
      const write = (more: string): void => {
        text += more
      }
      const place = { env: {}, cwd: '', err: () => undefined }
      await create(place).end({ ...report, folder }, { write, isFile: true, color: false, width: 100 })
      writeFileSync(join(folder, inFolder), text)
    }
  } catch (error) {
    if (isDiskFull(error)) diskFull(folder)
    const what = `cannot write to ${folder}: ${error instanceof Error ? error.message : String(error)}`
    fail({
      code: 'not-writable',
      what,
      allowed: 'a folder that you may write to',
      next: 'backhoe report RUN --out DIR',
    })
  }
}

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
