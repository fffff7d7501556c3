import { writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { Plan } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import type { BenchFault } from './event.ts'
import { labText } from './save.ts'

/**
 * Writes the faults as a lab file beside, or anywhere near, the lab's own.
 * @throws BackhoeError (64) `nothing-to-save`, `file-exists`, `file-not-writable`
 */
export function saveLab(file: string, faults: readonly BenchFault[], plan: Plan, labFile: string): void {
  const path = relative(dirname(resolve(file)), labFile)
  const text = labText(faults, plan, path.startsWith('.') ? path : `./${path}`)
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      fail({ code: 'file-exists', what: `${file} is there already`, next: 'save it under another name' })
    fail({ code: 'file-not-writable', what: `cannot write ${file}: ${message}` })
  }
}
