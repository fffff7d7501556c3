import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fail } from '../model/problem.ts'
import { fromWorkingDirectory } from '../words/callsite.ts'

/** Ten times the largest lab that people have published. */
const LIMIT_BYTES = 2 * 1024 * 1024

/** The text of a topology file. @throws BackhoeError where it is none, or larger than any lab can be */
export function readSource(file: string): string {
  const where = fromWorkingDirectory(file)
  let descriptor: number
  try {
    // A pipe that nobody writes to would block.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, open .*/, '') : String(error)
    return fail({
      code: 'clab-unreadable',
      what: `cannot read the topology file ${where}: ${reason}`,
      allowed: 'a topology file of containerlab (*.clab.yml) that this user may read',
      next: `ls -l ${dirname(where)}`,
    })
  }
  try {
    const { size, ...stat } = fstatSync(descriptor)
    if ((stat.mode & constants.S_IFMT) !== constants.S_IFREG)
      fail({ code: 'clab-unreadable', what: `${where} is no file` })
    if (size > LIMIT_BYTES) {
      fail({
        code: 'clab-too-large',
        what: `${where} has ${(size / 1e6).toFixed(1)} MB, and was not read`,
        allowed: `${String(LIMIT_BYTES / 1024 / 1024)} MiB`,
      })
    }
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}
