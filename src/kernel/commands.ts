import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { PROGRAM_FOLDERS } from '../mechanisms/all/needs.ts'

/** Daemons live in sbin, which an ordinary user's PATH lacks. */
const SBIN = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', ...PROGRAM_FOLDERS]

/** Where a command is, as a guest or root would find it; null where it is not installed. */
export function where(command: string, path: string = process.env['PATH'] ?? ''): string | null {
  return (
    foldersOf(path)
      .map((folder) => join(folder, command))
      .find((candidate) => can(candidate, constants.X_OK)) ?? null
  )
}

const foldersOf = (path: string): readonly string[] => [
  ...path.split(delimiter).filter((folder) => folder !== ''),
  ...SBIN,
]

/** PATH of a command that starts others: it finds what `where` has found. */
export const searchPath = (path: string = process.env['PATH'] ?? ''): string => foldersOf(path).join(delimiter)

/** access(2) of this user. */
export function can(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
