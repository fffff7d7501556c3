import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ContainerImage, ContainerTools } from '../model/containers.ts'
import { give } from './given.ts'
import { check } from '../linux/libc.ts'
import { mountFile } from '../linux/loop.ts'

const MS_BIND = 0x1000
const MS_REC = 0x4000
/** cgroup v1: what Docker asks for, as far as our kernels have it. */
const CONTROLLERS = ['cpu', 'cpuacct', 'memory', 'devices', 'freezer', 'pids', 'blkio']

/**
 * What Docker and containerlab need of a guest beside an agent's: cgroups, terminals, an /etc to write to, a tame shim.
 * The tools as the guest sees them: its own /tmp and /run cover the machine's. `paths` are the machine's files that the lab
 * names.
 */
export function layDockerGround(
  tools: ContainerTools,
  { dockerd, shim }: Docker,
  paths: readonly string[],
): ContainerTools {
  give([dockerd, shim, ...paths])
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
  copyEtc('/run/etc')
  check('mount', '/run/etc', '/etc', '', MS_BIND | MS_REC, null)
  tame(shim)
  const images = Object.entries(tools.images).map(([reference, image], number) => [
    reference,
    laid(image, `image${number}`),
  ])
  return {
    ...tools,
    containerlab: shown(tools.containerlab, 'containerlab'),
    images: Object.fromEntries(images) as Record<string, ContainerImage>,
  }
}

type Docker = NonNullable<ContainerTools['docker']>

/** Its tar, and what can be mounted is. */
function laid(image: ContainerImage, name: string): ContainerImage {
  const tar = shown(image.tar, name)
  if (image.mountable === null) return { ...image, tar }
  const folder = `/run/${name}`
  mkdirSync(folder)
  const mounted = mountFile(shown(image.mountable.path, `${name}-root`), folder)
  return { ...image, tar, mountable: mounted ? { ...image.mountable, path: folder } : null }
}

/** A file of the machine's, in a folder of its own. */
function shown(path: string, name: string): string {
  const folder = `/run/tools/${name}`
  mkdirSync(folder, { recursive: true })
  check('mount', 'none', folder, 'hostfs', 0, dirname(path))
  return join(folder, basename(path))
}

/** Controllers that this kernel has. */
function known(): (controller: string) => boolean {
  const table = readFileSync('/proc/cgroups', 'utf8')
  return (controller) => new RegExp(`^${controller}\\t`, 'm').test(table)
}

/** Its files, as far as the guest's owner may read them; of its folders those that somebody here looks into or writes to. */
function copyEtc(to: string): void {
  for (const folder of ['alternatives', 'docker', 'ssh/ssh_config.d']) mkdirSync(join(to, folder), { recursive: true })
  check('mount', '/etc/alternatives', join(to, 'alternatives'), '', MS_BIND, null)
  for (const entry of readdirSync('/etc', { withFileTypes: true })) {
    if (!entry.isFile()) continue
    try {
      copyFileSync(join('/etc', entry.name), join(to, entry.name))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    }
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
