import { spawn, type ChildProcess } from 'node:child_process'
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { kill } from 'node:process'
import type { Operation } from '../model/operation.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import { runFolder } from '../model/run-folder.ts'
import type { Namespaces } from '../linux/netns.ts'
import { accountOf } from '../linux/users.ts'

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
  const { node, name, user } = plan
  const folder = join(dir, node)
  mkdirSync(folder, { recursive: true })
  const run = user === undefined ? '' : makeRunFolder(node, user)
  const [command = '', ...words] = plan.argv.map((word) => word.replaceAll('{dir}', folder).replaceAll('{run}', run))
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

/** @throws BackhoeError (70) where the system has no such user */
function makeRunFolder(node: string, user: string): string {
  const account = accountOf(user)
  if (account === null)
    fail({ code: 'unknown-user', what: `there is no user ${user}, as which ${node} runs a program` }, 70)
  const folder = runFolder(node, user)
  mkdirSync(folder, { recursive: true })
  chownSync(folder, account.uid, account.gid)
  return folder
}

/** What a node has in memory is lost with its power. */
export function emptyRunFolders(plans: readonly DaemonPlan[]): void {
  for (const { node, user } of plans)
    if (user !== undefined) rmSync(runFolder(node, user), { recursive: true, force: true })
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
