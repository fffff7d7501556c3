import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kill } from 'node:process'
import type { Operation } from '../model/operation.ts'
import { BackhoeError } from '../model/problem.ts'
import type { Namespaces } from '../linux/netns.ts'

/** A process in a node's namespace; its output is in `dir/NODE/NAME.log`. */
export interface Daemon {
  readonly node: string
  readonly name: string
  readonly process: ChildProcess
  /** Killed on purpose. */
  killed: boolean
}

/** `keepalived on r1 ended: exit 1`. */
export type DaemonEnded = (daemon: Daemon, how: string) => void

export type DaemonPlan = Extract<Operation, { readonly op: 'daemon' }>

export function startDaemon(namespaces: Namespaces, dir: string, plan: DaemonPlan, ended: DaemonEnded): Daemon {
  const { node, name } = plan
  const folder = join(dir, node)
  mkdirSync(folder, { recursive: true })
  const [command = '', ...words] = plan.argv.map((word) => word.replaceAll('{dir}', folder))
  const log = openSync(join(folder, `${name}.log`), 'a')
  // libuv forks from the calling thread, which is inside the namespace now. A group of its own dies as one.
  const process = namespaces.within(node, () =>
    spawn(command, words, { cwd: folder, stdio: ['ignore', log, log], detached: true }),
  )
  closeSync(log)
  const daemon = { node, name, process, killed: false }
  process.once('error', (error) => {
    ended(daemon, error.message)
  })
  process.once('exit', (code, signal) => {
    if (!daemon.killed) ended(daemon, signal === null ? `exit ${String(code)}` : signal)
  })
  return daemon
}

/** With everything that it has started. */
export function killDaemon(daemon: Daemon): void {
  daemon.killed = true
  if (daemon.process.pid !== undefined) kill(-daemon.process.pid, 'SIGKILL')
}

const LAST_LINES = 5

/** A lab that has lost a daemon is another lab: its trial ends, and says what the daemon said. */
export function daemonDied(node: string, name: string, how: string, dir: string): BackhoeError {
  const log = readFileSync(join(dir, node, `${name}.log`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-LAST_LINES)
  const said = log.map((line) => `\n  | ${line}`).join('')
  const what = `${name} on ${node} ended before the trial did: ${how}${said}`
  return new BackhoeError([{ code: 'daemon-died', what, next: `nodes/${node}/${name}.log of the trial says more` }], 70)
}
