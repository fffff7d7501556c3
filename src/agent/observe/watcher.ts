import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { StateMatch } from '../../model/handle.ts'
import { WIRE, type NamedWait } from '../../model/operation.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Ns } from '../../model/time.ts'
import type { Cable } from '../../model/topology.ts'
import { SHARED } from '../boot.ts'
import type { Clock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import { calls, check } from '../libc.ts'
import type { Namespaces } from '../netns.ts'
import { LinkTable } from './link-table.ts'
import { linkRequest } from './links.ts'
import { SO_RCVBUFFORCE, SOCK_NONBLOCK, SOCK_RAW, setOption } from './sockets.ts'
import { type Change, States } from './states.ts'
import { vrrpLines } from './vrrp-fifo.ts'
import { asked } from './waits.ts'
import type { WatchCommand, WatchReport, WatchSetup } from './watch-messages.ts'

const AF_NETLINK = 16
const RTMGRP_LINK = 1
const NETLINK_ADDRESS_BYTES = 12
const MONITOR_BYTES = 16 << 20
/** LACP's EXPIRED and DEFAULTED are announced by nobody. */
const LACP_POLL_NS = 100e6
const O_RDWR_NONBLOCK = 0o2 | 0o4000
const EFD_NONBLOCK = 0o4000

export interface WatcherOptions {
  readonly namespaces: Namespaces
  readonly clock: Clock
  readonly journal: Pick<Journal, 'write'>
  readonly plan: WatchPlan
  readonly cables: readonly Cable[]
  /** Is told when a node shuts or opens its end of a cable. */
  readonly panel: { outer(cable: number, end: 'a' | 'b', up: boolean): void }
  /** Holds the nodes' folders: keepalived's FIFO is `dir/NODE/vrrp.fifo`. */
  readonly dir: string
}

/** Records every change of state of every node, stamped on the lab's clock by a thread that only waits for them. */
export class Watcher {
  readonly #options: WatcherOptions
  readonly #states: States
  readonly #worker: Worker
  readonly #wakeFd: number
  readonly #tables = new Map<number, LinkTable>()
  readonly #polled = new Map<number, LinkTable>()
  readonly #fifos = new Map<number, (bytes: Uint8Array, atNs: Ns) => void>()
  readonly #sniffers = new Map<number, (atNs: Ns) => void>()
  #dumped: (() => void) | null = null

  private constructor(options: WatcherOptions) {
    const { namespaces, clock, journal, plan, dir } = options
    this.#options = options
    this.#states = new States(clock, journal)
    this.#wakeFd = check('eventfd', 0, EFD_NONBLOCK)
    for (const node of namespaces.names().filter((name) => name !== WIRE)) {
      this.#tables.set(openMonitor(namespaces, node), new LinkTable({ node, states: this.#states, ...options }))
    }
    for (const node of new Set(plan.virtualRouters.map((router) => router.node))) {
      this.#fifos.set(
        openFifo(join(dir, node)),
        vrrpLines((name, state, atNs) => {
          this.#states.saw('vrrp', node, name, state, atNs)
        }),
      )
    }
    const setup: WatchSetup = {
      epochSeconds: clock.epochSeconds,
      wakeFd: this.#wakeFd,
      fds: [...this.#tables.keys(), ...this.#fifos.keys()],
      pollNs: LACP_POLL_NS,
    }
    this.#worker = new Worker(`${SHARED.in}/watch.cjs`, { workerData: setup })
    this.#worker.on('message', (report: WatchReport) => {
      this.#take(report)
    })
    // Blind from now on: no trial may go on as if nothing had changed.
    this.#worker.on('error', (error) => {
      throw error
    })
  }

  /** Opens its sockets and FIFOs, and resolves once the present state of every link is known. */
  static async start(options: WatcherOptions): Promise<Watcher> {
    const watcher = new Watcher(options)
    await watcher.#dump()
    watcher.#pollLacp()
    return watcher
  }

  /** What a virtual router was before anybody watched it. */
  found(node: string, name: string, state: string): void {
    this.#states.saw('vrrp', node, name, state, this.#options.clock.now())
  }

  /** Does it hold now? */
  readonly current = (match: StateMatch): boolean =>
    this.#states.now(match.watch, match.node, match.name) === match.state

  /** Changes of one object from the first sighting on. */
  readonly history = (node: string, name: string, watch: StateMatch['watch']): readonly Change[] =>
    this.#states.history(watch, node, name)

  /** When the link was first seen administratively up; null: it was not. */
  upSince(node: string, name: string): Ns | null {
    return this.#tableOf(node)?.upSince(name) ?? null
  }

  /**
   * Resolves as soon as the predicate holds, asked after every change.
   * @throws BackhoeError (70) with the state wanted and the state seen
   */
  async until(holds: () => boolean, deadlineNs: Ns, describe: () => { wanted: string; seen: string }): Promise<void> {
    await this.#states.until(holds, deadlineNs, describe)
  }

  /**
   * Resolves with what was waited for, as evidence. A deadline that is now asks once.
   * @throws BackhoeError (70) with the state wanted and the state seen
   */
  async waitFor(wait: NamedWait, deadlineNs: Ns): Promise<string> {
    const members = (node: string, bond: string): readonly string[] => this.#tableOf(node)?.members(bond) ?? []
    const { wanted, seen, holds } = asked(wait, { states: this.#states, members })
    await this.until(holds, deadlineNs, () => ({ wanted, seen: seen() }))
    return wanted
  }

  /** Calls back with the kernel's stamp of the next packet that the socket takes; `forget` ends it. */
  sniff(fd: number, take: (atNs: Ns) => void): { forget(): void } {
    this.#sniffers.set(fd, take)
    this.#command({ command: 'sniff', fd })
    return {
      forget: () => {
        this.#sniffers.delete(fd)
        this.#command({ command: 'forget', fd })
      },
    }
  }

  /** Ends the thread; the record stays readable. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#command({ command: 'stop' })
    await ended
    for (const fd of [...this.#tables.keys(), ...this.#polled.keys(), ...this.#fifos.keys(), this.#wakeFd])
      calls.close(fd)
  }

  #tableOf(node: string): LinkTable | undefined {
    return [...this.#tables.values()].find((table) => table.node === node)
  }

  async #dump(): Promise<void> {
    const request = linkRequest('dump')
    let left = this.#tables.size
    await new Promise<void>((resolve) => {
      this.#dumped = () => {
        if (--left === 0) resolve()
      }
      for (const fd of this.#tables.keys()) check('send', fd, request, request.length, 0)
    })
  }

  #pollLacp(): void {
    const { namespaces } = this.#options
    for (const table of this.#tables.values()) {
      const indexes = table.lacpIndexes()
      if (indexes.length === 0) continue
      const request = Buffer.concat(indexes.map(linkRequest))
      const fd = openNetlink(namespaces, table.node, 0)
      this.#polled.set(fd, table)
      this.#command({ command: 'poll', poll: { fd, request } })
    }
  }

  #command(command: WatchCommand): void {
    this.#worker.postMessage(command)
    const one = Buffer.alloc(8)
    one.writeUInt8(1)
    check('write', this.#wakeFd, one, one.length)
  }

  #take(report: WatchReport): void {
    if (report.report === 'sniffed') {
      const take = this.#sniffers.get(report.fd)
      this.#sniffers.delete(report.fd)
      take?.(report.atNs)
      return
    }
    const fifo = this.#fifos.get(report.fd)
    if (fifo !== undefined) fifo(report.bytes, report.atNs)
    else if (
      (this.#tables.get(report.fd) ?? this.#polled.get(report.fd))?.read(Buffer.from(report.bytes), report.atNs) ===
      true
    )
      this.#dumped?.()
  }
}

function openNetlink(namespaces: Namespaces, node: string, groups: number): number {
  return namespaces.within(node, () => {
    const fd = check('socket', AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, 0)
    const address = Buffer.alloc(NETLINK_ADDRESS_BYTES)
    address.writeUInt16LE(AF_NETLINK, 0)
    address.writeUInt32LE(groups, 8)
    check('bind', fd, address, address.length)
    return fd
  })
}

function openMonitor(namespaces: Namespaces, node: string): number {
  const fd = openNetlink(namespaces, node, RTMGRP_LINK)
  setOption(fd, SO_RCVBUFFORCE, MONITOR_BYTES)
  return fd
}

/** Opened for writing too, so that it never ends when keepalived closes it. */
function openFifo(folder: string): number {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'vrrp.fifo')
  // A container's keepalived may have made it already.
  if (!existsSync(path)) check('mkfifo', path, 0o600)
  return check('open', path, O_RDWR_NONBLOCK, 0)
}
