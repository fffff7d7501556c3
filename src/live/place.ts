import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../journal/make-folders.ts'
import { stateFolder } from '../lease/state.ts'
import { BackhoeError, fail } from '../model/problem.ts'

/** sun_path of unix(7), less its last byte. */
const LONGEST = 107

const liveFolder = (): string => join(stateFolder(), 'live')

/** Always a child of that of all live labs, so that a lab that ends takes away nothing but its own: none for '', '.' and '..'. */
function folderName(lab: string): string {
  const name = encodeURIComponent(lab)
  if (!['', '.', '..'].includes(name)) return name
  return fail({ code: 'bad-lab-name', what: `a lab cannot be named '${lab}'`, next: 'give its file another name' })
}

/** Of a lab that is up: its guest's files, and the socket by which other shells reach it. Its owner's alone. */
const benchFolder = (lab: string): string => join(liveFolder(), folderName(lab))

export const socketOf = (lab: string): string => join(benchFolder(lab), 'socket')

/** Labs that are up, or were when their command was killed; not what somebody else put beside their folders. */
export function benches(): readonly string[] {
  try {
    return readdirSync(liveFolder()).flatMap(labOf).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function labOf(folder: string): readonly string[] {
  try {
    const lab = decodeURIComponent(folder)
    return folderName(lab) === folder ? [lab] : []
  } catch (error) {
    if (error instanceof URIError || error instanceof BackhoeError) return []
    throw error
  }
}

/**
 * A folder of its own for the lab's socket; gives the path of that.
 * @throws BackhoeError `bad-lab-name` (64), `socket-path-too-long` (69)
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
