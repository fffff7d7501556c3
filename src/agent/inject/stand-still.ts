import { readdirSync, readFileSync, statSync } from 'node:fs'
import { kill } from 'node:process'
import type { Namespaces } from '../netns.ts'
import type { Daemon } from './daemon.ts'

/** What runs in a node: all of its container, or the daemons that we have started there and what those have. */
export function processesOf(node: string, namespaces: Namespaces, daemons: readonly Started[]): readonly Process[] {
  const container = namespaces.owners().get(node)
  if (container !== undefined) {
    const home = pidNamespace(container)
    return home === null ? [] : processes().filter(({ pid }) => pidNamespace(pid) === home)
  }
  const sessions = daemons.flatMap((one) => (one.node === node ? [one.process.pid] : []))
  return sessions.length === 0 ? [] : processes().filter(({ session }) => sessions.includes(session))
}

type Started = Pick<Daemon, 'node' | 'process'>

/** Stops all of them, or lets them go on; what they fork meanwhile too. */
export function standStill(find: () => readonly Process[], still: boolean): void {
  for (;;) {
    const others = find().filter(({ stopped }) => stopped !== still)
    if (others.length === 0) return
    for (const { pid } of others) send(pid, still ? 'SIGSTOP' : 'SIGCONT')
  }
}

export interface Process {
  readonly pid: number
  readonly session: number
  readonly stopped: boolean
}

const ENDED = ['Z', 'X']

/** All that live. proc(5): state and session come after the name, which may hold anything. */
const processes = (): readonly Process[] =>
  readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? ifThere(() => readFileSync(`/proc/${name}/stat`, 'utf8')) : null
    if (stat === null) return []
    const [state = '', , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ENDED.includes(state) ? [] : [{ pid, session: Number(session), stopped: state === 'T' }]
  })

const pidNamespace = (pid: number): number | null => ifThere(() => statSync(`/proc/${String(pid)}/ns/pid`).ino)

/** null: it has ended meanwhile. */
function ifThere<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}

function send(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
