import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { isDiskFull } from '../journal/disk-full.ts'
import { makeFolders } from '../journal/make-folders.ts'
import { BackhoeError, fail } from '../model/problem.ts'

/** What a run needs at least to write its journals and summaries, bytes. */
const ROOM_BYTES = 32 * 2 ** 20

/** `runs/LAB/TIMESTAMP/`: everything that a run leaves behind is below it. */
export class RunFolder {
  readonly base: string
  readonly path: string

  private constructor(base: string, path: string) {
    this.base = base
    this.path = path
  }

  /**
   * A new, empty folder.
   * @throws BackhoeError `output-not-writable` (64), `disk-full` (70)
   */
  static create(base: string, lab: string, now: Date): RunFolder {
    const stamp = now
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
      .replaceAll(':', '-')
    // The lab's name is that of its file, and stores of build artifacts refuse these.
    const folder = join(base, lab.replaceAll(/["*:<>?|\\\r\n]/g, '_'))
    return writing(base, () => {
      makeFolders(folder)
      checkRoom(base)
      return new RunFolder(base, makeUnique(join(folder, stamp)))
    })
  }

  write(name: string, text: string): void {
    const path = join(this.path, name)
    writing(this.base, () => {
      makeFolders(dirname(path))
      writeFileSync(path, text)
    })
  }

  makeFolder(name: string): string {
    const path = join(this.path, name)
    writing(this.base, () => {
      makeFolders(path)
    })
    return path
  }

  /** Trials that left nothing of their own leave no folder of theirs. */
  dropIfEmpty(name: string): void {
    const path = join(this.path, name)
    writing(this.base, () => {
      if (existsSync(path) && readdirSync(path).length === 0) rmdirSync(path)
    })
  }

  /** Nothing has begun. */
  drop(): void {
    rmSync(this.path, { recursive: true, force: true })
  }

  /** Points `latest` beside the labs' folders at this run. */
  markLatest(): void {
    const link = join(this.base, 'latest')
    const fresh = `${link}.${String(process.pid)}`
    writing(this.base, () => {
      rmSync(fresh, { force: true })
      symlinkSync(relative(this.base, this.path), fresh)
      renameSync(fresh, link)
    })
  }
}

/** @throws BackhoeError `disk-full` */
export function checkRoom(path: string, bytes: number = ROOM_BYTES): void {
  const { bavail, bsize } = statfsSync(path)
  if (bavail * bsize < bytes) diskFull(path)
}

function makeUnique(path: string): string {
  for (let attempt = 1; ; attempt++) {
    const candidate = attempt === 1 ? path : `${path}-${String(attempt)}`
    try {
      mkdirSync(candidate)
      return candidate
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Runs a write below the output folder; what the file system says comes out in the user's words. */
function writing<Result>(base: string, body: () => Result): Result {
  try {
    return body()
  } catch (error) {
    if (error instanceof BackhoeError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (isDiskFull(error)) diskFull(base)
    const reason = REASONS[code ?? '']
    if (reason === undefined) throw error
    fail({
      code: 'output-not-writable',
      what: `the run’s files cannot be written: ${reason}`,
      where: base,
      next: 'backhoe run … --out DIR, with a folder that you may write to',
    })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'this file system takes no folders',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'a file is where a folder should be',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'too many symbolic links',
}

function diskFull(path: string): never {
  fail(
    {
      code: 'disk-full',
      what: 'no space is left for the run’s files',
      where: path,
      next: 'free some space, or: backhoe run … --out DIR on another disk',
    },
    70,
  )
}
