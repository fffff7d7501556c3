/*
 * The room of Linux: system calls, network namespaces, rtnetlink, sockets, the clock, processes and files.
 * It owns whatever is true of any Linux machine and needs more than Node offers.
 * It never knows of plans, faults, nodes that are watched or journals: what it needs to be told is an argument.
 * Begin here: every system call goes through `calls` or `check`. Then `netns.ts` (namespaces), `netlink/socket.ts` (one
 * request to the kernel), `clock.ts` (the lab's one clock), `readable.ts` (waiting for descriptors).
 */
import koffi from 'koffi'

const libc = koffi.load('libc.so.6')

/** A system call said no. `errno` as in errno(3). */
export class LibcError extends Error {
  readonly errno: number

  constructor(call: string, errno: number) {
    super(`${call}: ${ERRNO_NAMES[errno] ?? `errno ${String(errno)}`}`)
    this.name = 'LibcError'
    this.errno = errno
  }
}

const EAGAIN = 11
const EINTR = 4

const ERRNO_NAMES = Object.fromEntries(
  Object.entries(koffi.os.errno).map(([name, value]) => [value, name]),
) as Readonly<Record<number, string>>

const raw = {
  setns: libc.func('int setns(int, int)'),
  unshare: libc.func('int unshare(int)'),
  mount: libc.func('int mount(str, str, str, ulong, str)'),
  reboot: libc.func('int reboot(int)'),
  socket: libc.func('int socket(int, int, int)'),
  bind: libc.func('int bind(int, void*, uint)'),
  connect: libc.func('int connect(int, void*, uint)'),
  send: libc.func('long send(int, void*, ulong, int)'),
  recv: libc.func('long recv(int, void*, ulong, int)'),
  sendmmsg: libc.func('int sendmmsg(int, void*, uint, int)'),
  recvmmsg: libc.func('int recvmmsg(int, void*, uint, int, void*)'),
  setsockopt: libc.func('int setsockopt(int, int, int, void*, uint)'),
  getsockopt: libc.func('int getsockopt(int, int, int, void*, void*)'),
  getsockname: libc.func('int getsockname(int, void*, void*)'),
  ioctl: libc.func('int ioctl(int, ulong, void*)'),
  poll: libc.func('int poll(void*, ulong, int)'),
  ppoll: libc.func('int ppoll(void*, ulong, void*, void*)'),
  dup: libc.func('int dup(int)'),
  dup2: libc.func('int dup2(int, int)'),
  close: libc.func('int close(int)'),
  flock: libc.func('int flock(int, int)'),
  open: libc.func('int open(str, int, uint)'),
  read: libc.func('long read(int, void*, ulong)'),
  write: libc.func('long write(int, void*, ulong)'),
  eventfd: libc.func('int eventfd(uint, int)'),
  mkfifo: libc.func('int mkfifo(str, uint)'),
  inotify_init1: libc.func('int inotify_init1(int)'),
  inotify_add_watch: libc.func('int inotify_add_watch(int, str, uint)'),
  if_nametoindex: libc.func('uint if_nametoindex(str)'),
  prctl: libc.func('int prctl(int, ulong, ulong, ulong, ulong)'),
  sched_setscheduler: libc.func('int sched_setscheduler(int, int, void*)'),
  clock_gettime: libc.func('int clock_gettime(int, void*)'),
  clock_nanosleep: libc.func('int clock_nanosleep(int, int, void*, void*)'),
  timerfd_create: libc.func('int timerfd_create(int, int)'),
  timerfd_settime: libc.func('int timerfd_settime(int, int, void*, void*)'),
  syscall: libc.func('long syscall(long, int, str, int)'),
  io_uring_setup: libc.func('long syscall(long, uint, void*)'),
  io_uring_enter: libc.func('long syscall(long, uint, uint, uint, uint, void*, ulong)'),
} as const

const mmap = libc.func('void* mmap(void*, ulong, int, int, int, long)')
const PROT_READ_WRITE = 3
const MAP_SHARED_POPULATED = 0x8001

const MAP_FAILED = 2n ** 64n - 1n

/** Memory that is shared with the kernel through a descriptor, mapped until the process ends. @throws LibcError */
export function mapShared(fd: number, bytes: number, offset: number): ArrayBuffer {
  const at: unknown = mmap(null, bytes, PROT_READ_WRITE, MAP_SHARED_POPULATED, fd, offset)
  if (koffi.address(at) === MAP_FAILED) throw new LibcError('mmap', koffi.errno())
  return koffi.view(at, bytes)
}

/** Every call by name; -1 is returned as it is, `check` turns it into an error. */
export const calls = raw as Readonly<Record<keyof typeof raw, (...args: unknown[]) => number>>

/** The result of a call, or a `LibcError`. */
export function check(call: keyof typeof raw, ...args: unknown[]): number {
  for (;;) {
    const result = calls[call](...args)
    if (result >= 0) return result
    const errno = koffi.errno()
    if (errno !== EINTR) throw new LibcError(call, errno)
  }
}

/** The result of a call, or null where it would block. */
export function checkNonBlocking(call: keyof typeof raw, ...args: unknown[]): number | null {
  for (;;) {
    const result = calls[call](...args)
    if (result >= 0) return result
    const errno = koffi.errno()
    if (errno === EAGAIN) return null
    if (errno !== EINTR) throw new LibcError(call, errno)
  }
}

/** poll(2) on another thread. The set must not move meanwhile. */
export async function pollElsewhere(set: Buffer, count: number, timeoutMs: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    raw.poll.async(set, count, timeoutMs, (error: unknown) => {
      if (error instanceof Error) reject(error)
      else resolve()
    })
  })
}

/** recv(2) on another thread, whatever comes of it. The bytes must not move meanwhile. */
export async function receiveElsewhere(fd: number, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    raw.recv.async(fd, bytes, bytes.length, 0, (error: unknown) => {
      if (error instanceof Error) reject(error)
      else resolve()
    })
  })
}

/** Where the memory of an array lies, for structs that hold pointers. It must not be on the stack or the small-array heap. */
export const addressOf = (array: Uint8Array): bigint => koffi.address(array)

export const lastErrno = (): number => koffi.errno()
