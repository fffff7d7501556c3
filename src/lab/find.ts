import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fail } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import { fromWorkingDirectory } from '../words/callsite.ts'

const SUFFIX = '.lab.ts'

/** The file of a lab named as a path (`labs/gateway-pair.lab.ts`) or by its name (`gateway-pair`); throws `no-such-lab`. */
export function findLab(said: string): string {
  const beside = join(dirname(said), 'labs', basename(said))
  const tries = [said, `${said}${SUFFIX}`, beside, `${beside}${SUFFIX}`].map((path) => resolve(path))
  const found = tries.find((path) => existsSync(path) && statSync(path).isFile())
  if (found !== undefined) return found
  const folder = [dirname(resolve(said)), dirname(resolve(beside))].find((path) => labsIn(path).length > 0)
  const names = folder === undefined ? [] : labsIn(folder)
  const remedy = remedyFor(labName(said), names.map(labName), {
    as: (name) => fromWorkingDirectory(join(folder ?? '', `${name}${SUFFIX}`)),
    otherwise: 'name one of those, or the path of a file',
  })
  return fail({
    code: 'no-such-lab',
    what: `there is no lab ${said}`,
    ...remedy,
    allowed:
      folder === undefined
        ? 'a file that ends in .lab.ts, or the name of one in labs/'
        : `in ${fromWorkingDirectory(folder) || '.'}: ${remedy.allowed ?? ''}`,
  })
}

/** A lab's name is its file's. */
export const labName = (file: string): string => basename(file).replace(/(\.lab)?\.[cm]?[jt]s$/, '')

function labsIn(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
}
