import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Daemons live in sbin, which an ordinary user's PATH lacks. */
const SBIN = ['/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** Where a command is, as a guest or root would find it; null where it is not installed. */
export function where(command: string, path: string = process.env['PATH'] ?? ''): string | null {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...SBIN]
  return folders.map((folder) => join(folder, command)).find((candidate) => can(candidate, constants.X_OK)) ?? null
}

/** access(2) of this user. */
export function can(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
