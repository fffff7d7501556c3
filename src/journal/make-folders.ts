import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** `mode` of those that are made. Not mkdir's own `recursive`: Node 20 tries for ever where a file system answers ENOENT, as /proc does. */
export function makeFolders(path: string, mode = 0o777): void {
  if (existsSync(path)) return
  makeFolders(dirname(path), mode)
  mkdirSync(path, mode)
}
