import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { check } from './libc.ts'

const O_RDWR_NONBLOCK = 0o2 | 0o4000

/** Opens a FIFO for reading, and makes it first where it is not there. Opened for writing too, so that it never ends when its daemon closes it. */
export function openFifo(path: string): number {
  mkdirSync(dirname(path), { recursive: true })
  // A container's daemon may have made it already.
  if (!existsSync(path)) check('mkfifo', path, 0o600)
  return check('open', path, O_RDWR_NONBLOCK, 0)
}
