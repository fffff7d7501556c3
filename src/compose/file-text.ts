import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { besideCaller, callSite, fromWorkingDirectory } from '../words/callsite.ts'
import type { OwnFile } from '../model/own-file.ts'
import { fail } from '../model/problem.ts'
import { shown } from '../words/shown.ts'

/** A file of the machine, read: a node may have it among its `files`. */
export class FileText {
  readonly text: string
  /** Absolute. */
  readonly path: string

  /** Files that it includes, where they do not lie beside it as they are named. */
  readonly included: ((pattern: string) => readonly FileText[]) | null

  constructor(path: string, included: FileText['included'] = null) {
    this.path = path
    this.included = included
    this.text = readFileSync(path, 'utf8')
  }
}

/**
 * The text of a file, for `files` of a node: `files: { 'keepalived.conf': fromFile('./r1/keepalived.conf') }`. The path is relative to
 * the file that calls. Problems of what is in it then name its lines.
 * @throws BackhoeError `not-a-file`, `unreadable-file`
 */
export function fromFile(path: string): FileText {
  const site = callSite()
  const where = site === undefined ? {} : { where: site }
  if (typeof path !== 'string')
    fail({
      code: 'not-a-file',
      what: `fromFile reads ${shown(path)}`,
      allowed: "a path: './keepalived.conf'",
      ...where,
    })
  const file = besideCaller(site, path)
  try {
    return new FileText(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/[:,] (open|read).*/, '') : String(error)
    return fail({
      code: 'unreadable-file',
      what: `cannot read ${fromWorkingDirectory(file)}: ${reason}`,
      allowed: 'a file that this user may read',
      next: `ls -l ${fromWorkingDirectory(dirname(file)) || '.'}`,
      ...where,
    })
  }
}

/** What a mechanism reads: a file of the machine, or a text that a lab gives, which `name` names. */
export const ownFile = (given: string | FileText, name: string): OwnFile =>
  typeof given === 'string'
    ? { text: given, name, included: () => null }
    : {
        text: given.text,
        name: fromWorkingDirectory(given.path),
        included: (pattern) =>
          (
            given.included?.(pattern) ??
            matching(resolve(dirname(given.path), pattern)).map((path) => new FileText(path))
          ).map((one) => ownFile(one, one.path)),
      }

/** In the order of glob(7), of which `*` and `?` in the last part of the path are known. */
function matching(pattern: string): readonly string[] {
  const folder = dirname(pattern)
  const part = basename(pattern).replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
  const name = new RegExp(`^${part.replaceAll('*', '.*').replaceAll('?', '.')}$`)
  const names = isFolder(folder) ? readdirSync(folder).filter((one) => name.test(one) && !one.startsWith('.')) : []
  return names
    .sort()
    .map((one) => join(folder, one))
    .filter((path) => statSync(path).isFile())
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
