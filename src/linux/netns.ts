import { closeSync, openSync } from 'node:fs'
import { check } from './libc.ts'

const CLONE_NEWNET = 0x4000_0000

/** Network namespaces held by file descriptor, without a name in the file system and without exec. */
export class Namespaces {
  readonly #home = openSync('/proc/thread-self/ns/net', 'r')
  readonly #fds = new Map<string, number>()
  readonly #pids = new Map<string, number>()

  add(name: string): void {
    check('unshare', CLONE_NEWNET)
    this.#fds.set(name, openSync('/proc/thread-self/ns/net', 'r'))
    check('setns', this.#home, CLONE_NEWNET)
  }

  /** An empty one in the place of the former, which lives until nothing is open in it any more. */
  renew(name: string): void {
    const former = this.fd(name)
    this.add(name)
    closeSync(former)
  }

  /** The namespace of a running process: `/proc/PID/ns/net`; `home` is the caller's own. */
  adopt(name: string, pid: number | 'home'): void {
    this.#fds.set(name, pid === 'home' ? this.#home : openSync(`/proc/${String(pid)}/ns/net`, 'r'))
    if (pid !== 'home') this.#pids.set(name, pid)
  }

  /** Of those that were adopted: whose they are. */
  owners(): ReadonlyMap<string, number> {
    return this.#pids
  }

  names(): readonly string[] {
    return [...this.#fds.keys()]
  }

  fd(name: string): number {
    const fd = this.#fds.get(name)
    if (fd === undefined) throw new Error(`no namespace ${name}`)
    return fd
  }

  /** Runs `body` inside the namespace: sockets, /proc/sys and spawned processes are that node's. Synchronous only. */
  within<Result>(name: string, body: () => Result): Result {
    check('setns', this.fd(name), CLONE_NEWNET)
    try {
      return body()
    } finally {
      check('setns', this.#home, CLONE_NEWNET)
    }
  }
}
