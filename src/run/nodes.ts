import { cpSync, existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { RunFolder } from './folder.ts'
import type { Trial } from './trial-list.ts'

/** `nodes/NAME/` of the run: configuration and logs of its first guest; those of the others stay below `trials/`. */
export function copyNodes(folder: RunFolder, trials: readonly Trial[]): void {
  const first = trials.map(({ id }) => join(folder.path, 'trials', id, 'nodes')).find((path) => existsSync(path))
  if (first === undefined) return
  // Pipes between daemons and agent are of no use any more.
  const kept = (path: string): boolean => lstatSync(path).isFile() || lstatSync(path).isDirectory()
  cpSync(first, join(folder.path, 'nodes'), { recursive: true, filter: kept })
}
