/*
 * The room of builds: what building a kernel and building an image of a node have in common.
 * It owns the cache on disk, a folder for each build, the processes of a build and the machine's mirrors of Debian.
 * It never knows what is built: recipes stand in `kernel/build/` and `runtime/image/`.
 * Begin here: a build opens a `Workshop`, runs its commands by `contained.ts`, and renames the result into a folder of the
 * cache (`cache.ts`).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../journal/make-folders.ts'
import { BackhoeError } from '../model/problem.ts'
import { cacheNotWritable } from './cache.ts'

const PREFIX = '.building-'

/** What is built, and how much room it takes meanwhile. */
export interface BuildNeed {
  readonly what: string
  readonly bytes: number
}

/** A folder that is gone after the build, whatever becomes of it. A killed build's is removed by the next one. */
export class Workshop implements Disposable {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** @throws BackhoeError (69) where the cache is full or cannot be written */
  static open(home: string, need: BuildNeed): Workshop {
    try {
      makeFolders(home)
      sweep(home)
      const folder = join(home, `${PREFIX}${String(process.pid)}-${startOf(process.pid) ?? ''}`)
      mkdirSync(folder)
      const { bavail, bsize } = statfsSync(home)
      if (bavail * bsize < need.bytes) {
        rmSync(folder, { recursive: true })
        throw noSpace(home, need, bavail * bsize)
      }
      return new Workshop(folder)
    } catch (error) {
      if (error instanceof BackhoeError) throw error
      throw new BackhoeError([cacheNotWritable(home, error)], 69)
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function sweep(home: string): void {
  for (const name of readdirSync(home)) {
    const [pid = '', start = ''] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-') : []
    if (pid !== '' && startOf(Number(pid)) !== start) rmSync(join(home, name), { recursive: true, force: true })
  }
}

/** When a process began, in ticks since boot: with the pid it names it for good. */
function startOf(pid: number): string | null {
  const stat = `/proc/${String(pid)}/stat`
  if (!existsSync(stat)) return null
  // The name in parentheses may hold spaces.
  return (
    readFileSync(stat, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19] ?? null
  )
}

function noSpace(folder: string, need: BuildNeed, freeBytes: number): BackhoeError {
  const gb = (bytes: number): string => (bytes / 1e9).toFixed(1)
  return new BackhoeError(
    [
      {
        code: 'no-space',
        what: `${need.what} needs ${gb(need.bytes)} GB in ${folder}, and ${gb(freeBytes)} GB are free`,
        next: 'free some, or set XDG_CACHE_HOME to a folder with more',
      },
    ],
    69,
  )
}
