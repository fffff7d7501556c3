import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Problem } from '../model/problem.ts'
import { RUN_INPUTS } from '../report/folder.ts'

/** The file that a path leads to, by symbolic links too; it need not be there yet. */
export function realFile(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(realFile(folder), basename(path))
  }
}

/**
 * Why a report must not be written there; null: it may. Labs, modules of reporters and what runs are reported again from would be lost.
 * `sources`: files, and what each of them is.
 */
export function overProblem(
  reporter: string,
  said: string,
  path: string,
  sources: ReadonlyMap<string, string>,
): Problem | null {
  const file = realFile(path)
  const source = [...sources].find(([one]) => realFile(one) === file)?.[1] ?? (isOfRun(file) ? OF_RUN : null)
  if (source === null) return null
  return {
    code: 'report-over-source',
    what: `the reporter ${reporter} would overwrite ${said}, which is ${source}`,
    allowed: 'a file of the report’s own',
    next: `--reporter ${reporter}=FILE, with another file`,
  }
}

const OF_RUN = 'what a run is reported again from'

/** One name alone may be a file of the user's that has nothing to do with a run. */
const isOfRun = (file: string): boolean =>
  RUN_INPUTS.some((name) => name === basename(file)) &&
  RUN_INPUTS.filter((name) => existsSync(join(dirname(file), name))).length > 1
