import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { check } from '../linux/libc.ts'

/** A guest covers these folders of the machine with empty ones of its own. */
const COVERED = ['/tmp/', '/run/']

const MS_RDONLY = 1
const MS_BIND = 0x1000

/**
 * Lets the guest see files and folders of the machine at their own paths, to read, where its own /tmp and /run cover them.
 * What the guest has at such a path itself stays; what the machine has not is left out.
 */
export function give(paths: readonly string[]): void {
  for (const [number, path] of paths.entries()) {
    if (!COVERED.some((folder) => path.startsWith(folder)) || existsSync(path)) continue
    const source = found(path, `/run/given/${String(number)}`)
    if (source === null) continue
    if (statSync(source).isDirectory()) mkdirSync(path, { recursive: true })
    else {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, '')
    }
    check('mount', source, path, '', MS_BIND, null)
  }
}

/** By hostfs, which asks the machine for the path and not the guest; null: the machine has no such file. */
function found(path: string, folder: string): string | null {
  mkdirSync(folder, { recursive: true })
  check('mount', 'none', folder, 'hostfs', MS_RDONLY, dirname(path))
  const source = join(folder, basename(path))
  return existsSync(source) ? source : null
}
