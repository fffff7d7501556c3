import { readdirSync, readFileSync, statSync } from 'node:fs'
import { kill } from 'node:process'

export interface Process {
  readonly pid: number
  readonly session: number
  readonly stopped: boolean
}

const ENDED = ['Z', 'X']

/** All that live. proc(5): state and session come after the name, which may hold anything. */
export const processes = (): readonly Process[] =>
  readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? ifThere(() => readFileSync(`/proc/${name}/stat`, 'utf8')) : null
    if (stat === null) return []
    const [state = '', , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ENDED.includes(state) ? [] : [{ pid, session: Number(session), stopped: state === 'T' }]
  })

/** Inode of the PID namespace of a process; null: it has ended meanwhile. */
export const pidNamespace = (pid: number): number | null => ifThere(() => statSync(`/proc/${String(pid)}/ns/pid`).ino)

/** null: it has ended meanwhile. */
function ifThere<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** Sends it a signal; one that has ended meanwhile needs none. */
export function send(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
