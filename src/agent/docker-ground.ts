import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { check } from './libc.ts'

const MS_BIND = 0x1000
/** cgroup v1: what Docker asks for, as far as our kernels have it. */
const CONTROLLERS = ['cpu', 'cpuacct', 'memory', 'devices', 'freezer', 'pids', 'blkio']

/** What Docker and containerlab need of a guest beside an agent's: cgroups, terminals, an /etc to write to, a tame shim. */
export function layDockerGround(shim: string): void {
  for (const [path, type, options] of [
    ['/dev/pts', 'devpts', ''],
    ['/dev/shm', 'tmpfs', ''],
    ['/dev/mqueue', 'mqueue', ''],
  ] as const) {
    mkdirSync(path, { recursive: true })
    check('mount', type, path, type, 0, options)
  }
  check('mount', 'cgroup', '/sys/fs/cgroup', 'tmpfs', 0, 'mode=755')
  for (const controller of CONTROLLERS.filter(known())) {
    mkdirSync(`/sys/fs/cgroup/${controller}`)
    check('mount', 'cgroup', `/sys/fs/cgroup/${controller}`, 'cgroup', 0, controller)
  }
  writeFileSync('/proc/sys/kernel/hostname', 'guest')
  cpSync('/etc', '/run/etc', { recursive: true, verbatimSymlinks: true, filter: readable })
  check('mount', '/run/etc', '/etc', '', MS_BIND, null)
  tame(shim)
}

/** Controllers that this kernel has. */
function known(): (controller: string) => boolean {
  const table = readFileSync('/proc/cgroups', 'utf8')
  return (controller) => new RegExp(`^${controller}\\t`, 'm').test(table)
}

/** An ordinary user's guest cannot read everything in /etc, and nothing here needs it. */
function readable(path: string): boolean {
  try {
    return existsSync(path)
  } catch {
    return false
  }
}

/**
 * containerd's shim starts itself again with a GOMAXPROCS that is compiled in. With more than one, Go's sweeper spins
 * while another thread sweeps, and an infinitely fast CPU never takes it off: a copy says 1, in the same place.
 */
function tame(shim: string): void {
  const tamed = readFileSync(shim)
  for (const many of ['GOMAXPROCS=2', 'GOMAXPROCS=4', 'GOMAXPROCS=8']) {
    for (let at = tamed.indexOf(many); at >= 0; at = tamed.indexOf(many, at)) tamed.write('GOMAXPROCS=1', at)
  }
  mkdirSync('/run/shim')
  writeFileSync('/run/shim/containerd-shim', tamed, { mode: 0o755 })
  writeFileSync('/run/shim/one', '#!/bin/sh\nGOMAXPROCS=1 exec /run/shim/containerd-shim "$@"\n', { mode: 0o755 })
  check('mount', '/run/shim/one', shim, '', MS_BIND, null)
}
