import { closeSync, openSync } from 'node:fs'
import { check } from './libc.ts'
import { NetlinkSocket } from './netlink/socket.ts'

const CLONE_NEWNET = 0x4000_0000

/** What is open of one namespace. */
interface Open {
  readonly fd: number
  /** The process that it was adopted from. */
  readonly pid: number | null
  /** Opened when first asked for. */
  netlink: NetlinkSocket | null
}

/** Network namespaces held by file descriptor, without a name in the file system and without exec. */
export class Namespaces {
  readonly #home = openSync('/proc/thread-self/ns/net', 'r')
  readonly #open = new Map<string, Open>()

  add(name: string): void {
    check('unshare', CLONE_NEWNET)
    this.#hold(name, openSync('/proc/thread-self/ns/net', 'r'), null)
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
    if (pid === 'home') this.#hold(name, this.#home, null)
    else this.#hold(name, openSync(`/proc/${String(pid)}/ns/net`, 'r'), pid)
  }

  /** Of those that were adopted: whose they are. */
  owners(): ReadonlyMap<string, number> {
    return new Map([...this.#open].flatMap(([name, { pid }]) => (pid === null ? [] : [[name, pid] as const])))
  }

  names(): readonly string[] {
    return [...this.#open.keys()]
  }

  fd(name: string): number {
    return this.#of(name).fd
  }

  /** The one rtnetlink socket of a namespace. One that takes the place of another has a socket of its own. */
  netlink(name: string): NetlinkSocket {
    const open = this.#of(name)
    open.netlink ??= this.within(name, () => new NetlinkSocket())
    return open.netlink
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

  #hold(name: string, fd: number, pid: number | null): void {
    this.#open.set(name, { fd, pid, netlink: null })
  }

  #of(name: string): Open {
    const open = this.#open.get(name)
    if (open === undefined) throw new Error(`no namespace ${name}`)
    return open
  }
}
