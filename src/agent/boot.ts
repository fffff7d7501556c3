import { mkdirSync } from 'node:fs'
import { SHARED } from '../model/job.ts'
import { GUEST_PATH } from '../mechanisms/all/needs.ts'
import { LibcError, calls, check } from '../linux/libc.ts'
import { loadModules } from '../linux/modules.ts'
import { WORLD } from '../linux/world.ts'

/** Written by the launcher for kernels that are not whole in themselves. */
const MODULES = '/media/modules'

/**
 * Mounts what a lab needs on top of a read-only root. By mount(2): util-linux's `mount` is setuid,
 * and fails for an ordinary user's guest.
 * @throws LibcError
 */
export function boot(): void {
  if (WORLD !== 'machine') {
    if (WORLD === 'guest') bootGuest()
    else fenceIn()
    check('mount', 'run', '/run', 'tmpfs', 0, 'mode=755')
    check('mount', 'tmp', '/tmp', 'tmpfs', 0, 'mode=1777')
    mkdirSync('/run/lock')
    loopbackUp()
  }
  process.env.PATH = GUEST_PATH
}

function bootGuest(): void {
  check('mount', 'proc', '/proc', 'proc', 0, null)
  check('mount', 'sys', '/sys', 'sysfs', 0, null)
  mountDev()
  check('mount', 'none', SHARED.out, 'hostfs', 0, SHARED.out)
  loadModules(MODULES)
}

const MS_RDONLY = 1
const MS_REMOUNT = 32
const MS_BIND = 4096
const MS_REC = 16384

/** The machine's files and settings are not a lab's to change: only /proc/sys/net, which each network namespace has for itself. */
function fenceIn(): void {
  check('mount', 'proc', '/proc', 'proc', 0, null)
  check('mount', 'sys', '/sys', 'sysfs', MS_RDONLY, null)
  check('mount', '/proc/sys/net', '/proc/sys/net', null, MS_BIND, null)
  check('mount', '/proc/sys', '/proc/sys', null, MS_BIND | MS_REC, null)
  for (const path of ['/proc/sys', '/']) check('mount', 'none', path, null, MS_REMOUNT | MS_BIND | MS_RDONLY, null)
}

/** Debian's kernel mounts it by itself, ours does not. */
function mountDev(): void {
  try {
    check('mount', 'dev', '/dev', 'devtmpfs', 0, null)
  } catch (error) {
    if (!(error instanceof LibcError) || error.errno !== EBUSY) throw error
  }
}

const EBUSY = 16
const AF_INET = 2
const SOCK_DGRAM = 2
const SIOCSIFFLAGS = 0x8914
const IFF_UP = 1
const IFREQ_BYTES = 40
const IFREQ_FLAGS = 16

/** Of the guest's first namespace; a node's own is up by the plan. */
function loopbackUp(): void {
  const socket = check('socket', AF_INET, SOCK_DGRAM, 0)
  const request = Buffer.alloc(IFREQ_BYTES)
  request.write('lo')
  request.writeInt16LE(IFF_UP, IFREQ_FLAGS)
  check('ioctl', socket, SIOCSIFFLAGS, request)
  calls.close(socket)
}

const RB_POWER_OFF = 0x4321_fedc

/** Ends the guest at once, and all that runs in it; what was written by `writeFileSync` is with the host already. */
export function powerOff(): never {
  if (WORLD !== 'guest') process.exit(0)
  check('reboot', RB_POWER_OFF | 0)
  throw new Error('the guest did not power off')
}
