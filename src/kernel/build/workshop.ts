import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../../journal/make-folders.ts'
import { BackhoeError } from '../../model/problem.ts'

const PREFIX = '.building-'

/** Source tree and objects. */
const NEEDED_BYTES = 4e9

/** A folder that is gone after the build, whatever becomes of it. A killed build's is removed by the next one. */
export class Workshop implements Disposable {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** @throws BackhoeError (69) where the cache is full or cannot be written */
  static open(kernels: string): Workshop {
    try {
      makeFolders(kernels)
      sweep(kernels)
      const folder = join(kernels, `${PREFIX}${String(process.pid)}-${startOf(process.pid) ?? ''}`)
      mkdirSync(folder)
      const { bavail, bsize } = statfsSync(kernels)
      if (bavail * bsize < NEEDED_BYTES) {
        rmSync(folder, { recursive: true })
        throw noSpace(kernels, bavail * bsize)
      }
      return new Workshop(folder)
    } catch (error) {
      if (error instanceof BackhoeError) throw error
      const what = `the cache ${kernels} cannot be written: ${(error as Error).message}`
      throw new BackhoeError([{ code: 'cache-not-writable', what, next: 'set XDG_CACHE_HOME to a folder that this user may write' }], 69)
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function sweep(kernels: string): void {
  for (const name of readdirSync(kernels)) {
    const [pid = '', start = ''] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-') : []
    if (pid !== '' && startOf(Number(pid)) !== start) rmSync(join(kernels, name), { recursive: true, force: true })
  }
}

/** When a process began, in ticks since boot: with the pid it names it for good. */
function startOf(pid: number): string | null {
  const stat = `/proc/${String(pid)}/stat`
  if (!existsSync(stat)) return null
  // The name in parentheses may hold spaces.
  return readFileSync(stat, 'utf8').replace(/^.*\) /s, '').split(' ')[19] ?? null
}

function noSpace(folder: string, freeBytes: number): BackhoeError {
  const gb = (bytes: number): string => (bytes / 1e9).toFixed(1)
  return new BackhoeError(
    [
      {
        code: 'no-space',
        what: `a kernel build needs ${gb(NEEDED_BYTES)} GB in ${folder}, and ${gb(freeBytes)} GB are free`,
        next: 'free some, or set XDG_CACHE_HOME to a folder with more',
      },
    ],
    69,
  )
}
