import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../journal/make-folders.ts'
import { stateFolder } from '../lease/state.ts'
import { fail } from '../model/problem.ts'

/** sun_path of unix(7), less its last byte. */
const LONGEST = 107

const liveFolder = (): string => join(stateFolder(), 'live')

/** Of a lab that is up: its guest's files, and the socket by which other shells reach it. Its owner's alone. */
const benchFolder = (lab: string): string => join(liveFolder(), encodeURIComponent(lab))

export const socketOf = (lab: string): string => join(benchFolder(lab), 'socket')

/** Labs that are up, or were when their command was killed. */
export function benches(): readonly string[] {
  try {
    return readdirSync(liveFolder()).map(decodeURIComponent).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * A folder of its own for the lab's socket; gives the path of that.
 * @throws BackhoeError (69) `socket-path-too-long`
 */
export function makeBenchFolder(lab: string): string {
  const socket = socketOf(lab)
  if (Buffer.byteLength(socket) > LONGEST)
    fail(
      {
        code: 'socket-path-too-long',
        what: `the path of the lab's socket has more than ${String(LONGEST)} bytes: ${socket}`,
        next: 'let XDG_STATE_HOME name a folder with a shorter path',
      },
      69,
    )
  makeFolders(benchFolder(lab), 0o700)
  return socket
}

/** What the guest shares, empty: for whoever has the socket. */
export function makeGuestFolder(lab: string): string {
  const guest = join(benchFolder(lab), 'guest')
  rmSync(guest, { recursive: true, force: true })
  mkdirSync(guest, { mode: 0o755 })
  return guest
}

export const dropBenchFolder = (lab: string): void => {
  rmSync(benchFolder(lab), { recursive: true, force: true })
}
