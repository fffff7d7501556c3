import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { NODE_IDLE, NODE_IMAGE } from '../../../src/model/node-image.ts'
import { findImage } from '../../../src/runtime/image/store.ts'
import { until } from '../../kernel/leftovers.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

let running: ChildProcess | null = null
afterEach(() => {
  running?.kill('SIGKILL')
})

const stored = findImage(NODE_IMAGE.reference)

beforeAll(() => {
  // Device nodes are root's to make, and Docker brings its own.
  execFileSync('tar', ['-C', folder, '--no-same-owner', '--exclude=./dev/*', '-xf', stored.path])
})

interface Booted {
  readonly process: ChildProcess
  /** PID 1, as this machine counts. */
  readonly pid: number
  readonly inside: (script: string) => string
}

const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8'))

/** The image's own PID 1 in namespaces of its own, as an ordinary user may make them. */
async function boot(): Promise<Booted> {
  const script = 'mount -t proc none "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" sh -c "$2"'
  const namespaces = ['--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child']
  const process = spawn('unshare', [...namespaces, 'sh', '-c', script, 'sh', folder, NODE_IDLE], { stdio: 'inherit' })
  running = process
  // Once it sleeps its trap is set.
  const sleeps = (): boolean => {
    const pid = childOf(process.pid ?? 0)
    return pid !== 0 && childOf(pid) !== 0 && readFileSync(`/proc/${String(childOf(pid))}/comm`, 'utf8') === 'sleep\n'
  }
  expect(await until(sleeps, 10_000)).toBe(true)
  const pid = childOf(process.pid ?? 0)
  const enter = ['--target', String(pid), '--user', '--preserve-credentials', '--pid', '--mount', '--root']
  const inside = (command: string): string =>
    execFileSync('nsenter', [...enter, 'sh', '-c', `cd /; ${command}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  return { process, pid, inside }
}

test('PID 1 obeys SIGTERM', async () => {
  const booted = await boot()
  const ended = once(booted.process, 'exit')
  const before = performance.now()
  process.kill(booted.pid, 'SIGTERM')
  await ended
  // Docker waits for 10 s before it kills: far less shows that nothing had to be killed.
  expect(performance.now() - before).toBeLessThan(5000)
})

test('PID 1 reaps what daemons leave behind', async () => {
  const { inside } = await boot()
  // The middle shell ends at once: whose parent is 1 then ends as a zombie, unless 1 waits for it.
  const orphans = inside('for i in 1 2 3; do sh -c \'sh -c "echo \\$\\$; exec sleep 0.1" &\'; done').trim().split('\n')
  expect(orphans).toHaveLength(3)
  const states = (): string => inside('ps -e -o pid=,stat=')
  expect(await until(() => !orphans.some((pid) => new RegExp(`^ *${pid} `, 'm').test(states())), 10_000)).toBe(true)
})

test('it holds what labs need, and no more than it may', () => {
  const { packages, unpackedBytes } = stored.image
  expect(Object.keys(packages)).toEqual(expect.arrayContaining([...NODE_IMAGE.packages, 'perl-base']))
  // BusyBox brings an ip of its own, which knows nothing of bonds.
  expect(Object.keys(packages).filter((name) => name.includes('busybox'))).toEqual([])
  expect(unpackedBytes).toBeLessThan(220e6)
})

test('its programs find their libraries', () => {
  const programs = [
    'keepalived --version',
    'conntrackd -v',
    '/usr/lib/frr/zebra --version',
    'bird --version',
    'tcpdump --version',
    'iperf3 -v',
    'ethtool --version',
    'ping -V',
    'vtysh -h',
    'tc -V',
  ]
  const script = programs.map((program) => `${program} >/dev/null 2>&1 || echo ${program}`).join('\n')
  const args = ['--user', '--map-root-user', 'chroot', folder, 'sh', '-c', script]
  expect(execFileSync('unshare', args, { encoding: 'utf8' })).toBe('')
})
