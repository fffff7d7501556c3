import { spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type Docker from 'dockerode'
import { fail } from '../../model/problem.ts'

const ASK_MS = 50
const DEADLINE_MS = 60_000
const LAST_LINES = 5

/** A Docker daemon of the guest's own: no bridge and no packet filter, all it keeps is in memory. */
export async function startDockerd(dockerd: string, folder: string, docker: Docker): Promise<void> {
  const logFile = join(folder, 'dockerd.log')
  const log = openSync(logFile, 'a')
  const argv = [
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
    ...['--host', 'unix:///run/docker.sock', '--iptables=false', '--ip6tables=false', '--bridge=none'],
  ]
  const daemon = spawn(dockerd, argv, { env: guestEnvironment(), stdio: ['ignore', log, log] })
  const end: string[] = []
  daemon.once('error', (error) => end.push(error.message))
  daemon.once('exit', (code, signal) => end.push(signal ?? `exit ${String(code)}`))
  for (let waitedMs = 0; ; waitedMs += ASK_MS) {
    const answers = await docker.ping().then(
      () => true,
      () => false,
    )
    if (answers) return
    if (end.length > 0 || waitedMs > DEADLINE_MS) {
      const said = readFileSync(logFile, 'utf8').split('\n').filter(Boolean).slice(-LAST_LINES)
      const what = `dockerd ${end.length === 0 ? 'does not answer' : `ended: ${end.join(', ')}`}`
      fail({ code: 'dockerd-failed', what: [what, ...said.map((line) => `  | ${line}`)].join('\n') }, 70)
    }
    await pause(ASK_MS)
  }
}

/** One P for every Go program: its sweeper spins without a system call, and an infinitely fast CPU preempts nobody. */
export const guestEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  HOME: '/run',
  // A root file system in memory cannot be pivoted from.
  DOCKER_RAMDISK: 'true',
  GOMAXPROCS: '1',
})
