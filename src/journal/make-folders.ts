import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** Not mkdir's own `recursive`: Node 20 tries for ever where a file system answers ENOENT, as /proc does. */
export function makeFolders(path: string): void {
  if (existsSync(path)) return
  makeFolders(dirname(path))
  mkdirSync(path)
}
