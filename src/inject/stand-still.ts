import type { Namespaces } from '../linux/netns.ts'
import { pidNamespace, processes, send, type Process } from '../linux/processes.ts'
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
