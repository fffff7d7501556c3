/*
 * The room of observation: what is watched in a lab and written into its journal.
 * It owns the record: states of every node, streams of probes, sessions, events of timers, captures.
 * It never changes the network that it watches, and it imports nothing that does; of a plan it reads only what to watch.
 * Begin here: the watcher records every change of state (`states/`). `streams/probes.ts` sends and counts the packets of
 * flows, `sessions/session.ts` runs TCP sessions, `timers/` sees the events that a fault is to follow, `capture.ts` keeps frames.
 */
import { join } from 'node:path'
import type { StateMatch } from '../model/handle.ts'
import { NO_ROUTE, watchedRoutes } from '../model/kinds/route.ts'
import { watchedOpenVSwitches } from '../model/kinds/stp.ts'
import { watchedRouters } from '../model/kinds/vrrp.ts'
import { WIRE, type NamedWait } from '../model/operation.ts'
import type { WatchPlan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import type { Cable } from '../model/topology.ts'
import type { Clock } from '../linux/clock.ts'
import { openFifo } from '../linux/fifo.ts'
import { calls, check, checkNonBlocking } from '../linux/libc.ts'
import { LINKS_AND_ROUTES, openMonitor, openNetlink } from '../linux/netlink/monitor.ts'
import { routeRequest } from '../linux/netlink/route-parse.ts'
import type { Namespaces } from '../linux/netns.ts'
import { Adverts } from './states/adverts.ts'
import { LinkPoll } from './states/link-poll.ts'
import { LinkTable } from './states/link-table.ts'
import { RouteTable } from './states/route-table.ts'
import { linkRequest } from '../linux/netlink/links.ts'
import { Readable } from '../linux/readable.ts'
import { takePacket } from '../linux/packet-socket.ts'
import { type Change, type JournalWriter, States } from './states/states.ts'
import { ovsdbPorts } from './states/ovsdb-ports.ts'
import { vrrpLines } from './states/vrrp-fifo.ts'
import { asked } from './states/waits.ts'

/**
 * What nobody announces: EXPIRED and DEFAULTED, the partner's bits, and a port's own change where another process holds the
 * kernel's lock just then (bond_3ad_state_machine_handler, rtnl_trylock).
 */
const LACP_POLL_MS = 100
/** keepalived removes its addresses before it reports that it is not active any more: 0.3 ms measured, and 12 us for each address. */
const KEEPALIVED_NS = 2e6
/**
 * A port's state goes through ovs-vswitchd's main loop, the database and its client: 1 to 7 ms after the port's own BPDU,
 * and 11.5 ms while several of them start, measured. What lasts no longer than that is never seen.
 */
const OPEN_VSWITCH_NS = 20e6
const READ_BYTES = 64 * 1024

export interface WatcherOptions {
  readonly namespaces: Namespaces
  readonly clock: Clock
  readonly journal: JournalWriter
  readonly plan: WatchPlan
  readonly cables: readonly Cable[]
  /** Is told when a node shuts or opens its end of a cable. */
  readonly panel: { outer(cable: number, end: 'a' | 'b', up: boolean): void }
  /** Holds the nodes' folders: keepalived's FIFO is `dir/NODE/vrrp.fifo`, Open vSwitch's `dir/NODE/openvswitch/ports.fifo`. */
  readonly dir: string
}

/** Records every change of state of every node, stamped on the lab's clock when it could first be read. */
export class Watcher {
  readonly #options: WatcherOptions
  readonly #states: States
  readonly #readable: Readable
  readonly #tables = new Map<number, LinkTable>()
  readonly #routes = new Map<number, RouteTable>()
  readonly #fifos: number[] = []
  readonly #adverts: Adverts
  #polls: { readonly poll: LinkPoll; readonly monitorFd: number; readonly table: LinkTable }[] = []
  readonly #buffer = Buffer.from(new ArrayBuffer(READ_BYTES))
  #polling: NodeJS.Timeout | null = null
  /** Sockets whose first dump is awaited. */
  readonly #undumped = new Map<number, () => void>()

  private constructor(options: WatcherOptions) {
    const { namespaces, clock, journal, plan, dir } = options
    this.#options = options
    this.#states = new States(clock, journal)
    this.#readable = new Readable(clock)
    this.#adverts = new Adverts(namespaces, clock, watchedRouters(plan))
    for (const node of namespaces.names().filter((name) => name !== WIRE)) this.#watchLinks(node)
    for (const node of watchedRoutes(plan)) this.#watchRoutes(node)
    for (const node of new Set(watchedRouters(plan).map((router) => router.node))) {
      const fd = openFifo(join(dir, node, 'vrrp.fifo'))
      const lines = vrrpLines((name, state, atNs, sinceNs) => {
        this.#reported(node, name, state, atNs, sinceNs)
      })
      this.#follow(fd, KEEPALIVED_NS, lines)
    }
    for (const node of watchedOpenVSwitches(plan)) {
      const lines = ovsdbPorts((name, state, role, atNs, sinceNs) => {
        this.#states.saw('stpPort', node, name, state, atNs, role, sinceNs)
      })
      this.#follow(openFifo(join(dir, node, 'openvswitch/ports.fifo')), OPEN_VSWITCH_NS, lines)
    }
  }

  /** `withinNs`: so long after the change comes the line that reports it, at most. */
  #follow(fd: number, withinNs: Ns, lines: (bytes: Uint8Array, atNs: Ns, sinceNs: Ns) => void): void {
    this.#fifos.push(fd)
    this.#readable.add(fd, (atNs, sinceNs) => {
      for (const bytes of this.#readAll(fd)) lines(bytes, atNs, (sinceNs ?? atNs) - withinNs)
    })
  }

  /** A virtual router that becomes active has sent its first advertisement before: the change lies between the two. */
  #reported(node: string, name: string, state: string, atNs: Ns, sinceNs: Ns): void {
    const sentNs = state === 'MASTER' ? this.#adverts.first(node, name) : null
    // Without it nothing is known but what was reported before.
    const lastNs = state === 'MASTER' ? this.#states.history('vrrp', node, name).at(-1)?.t : undefined
    this.#states.saw('vrrp', node, name, state, atNs, undefined, sentNs ?? lastNs ?? sinceNs)
    if (state !== 'MASTER') this.#adverts.await(node, name)
  }

  /** Opens its sockets and FIFOs, and resolves once the present state of every link is known. */
  static async start(options: WatcherOptions): Promise<Watcher> {
    const watcher = new Watcher(options)
    await watcher.#dump([...watcher.#tables.keys(), ...watcher.#routes.keys()])
    for (const [fd, table] of watcher.#tables) watcher.#pollLacp(fd, table)
    return watcher
  }

  /** Looks at the links and routes of a node no more: its namespace is about to be another. */
  leave(node: string): void {
    for (const tables of [this.#tables, this.#routes])
      for (const [fd, table] of tables) {
        if (table.node !== node) continue
        this.#readable.remove(fd)
        calls.close(fd)
        tables.delete(fd)
      }
    for (const { poll, table } of this.#polls) if (table.node === node) calls.close(poll.fd)
    this.#polls = this.#polls.filter(({ table }) => table.node !== node)
    this.#adverts.close(node)
  }

  /** Looks at them again, and resolves once the present state of each is known. */
  async join(node: string): Promise<void> {
    const [fd, table] = this.#watchLinks(node)
    const routes = watchedRoutes(this.#options.plan).includes(node) ? [this.#watchRoutes(node)] : []
    await this.#dump([fd, ...routes])
    this.#pollLacp(fd, table)
  }

  #watchLinks(node: string): readonly [fd: number, table: LinkTable] {
    const fd = openMonitor(this.#options.namespaces, node)
    const table = new LinkTable({ ...this.#options, node, states: this.#states })
    this.#tables.set(fd, table)
    this.#readable.add(fd, (atNs, sinceNs) => {
      this.#listen(fd, table, atNs, sinceNs)
    })
    return [fd, table]
  }

  #watchRoutes(node: string): number {
    const fd = openMonitor(this.#options.namespaces, node, LINKS_AND_ROUTES)
    const table = new RouteTable(node, this.#states)
    this.#routes.set(fd, table)
    this.#readable.add(fd, (atNs, sinceNs) => {
      for (const datagram of this.#readAll(fd)) {
        const { dumped, isDue } = table.read(datagram, atNs, sinceNs)
        if (dumped) this.#undumped.get(fd)?.()
        if (isDue) this.#ask(fd)
      }
    })
    return fd
  }

  #listen(monitorFd: number, table: LinkTable, atNs: Ns, sinceNs?: Ns): void {
    for (const datagram of this.#readAll(monitorFd))
      if (table.read(datagram, atNs, sinceNs)) this.#undumped.get(monitorFd)?.()
  }

  /** What a virtual router was before anybody watched it: what it has said itself since then is newer. */
  found(node: string, name: string, state: string): void {
    if (this.#states.now('vrrp', node, name) !== null) return
    this.#states.saw('vrrp', node, name, state, this.#options.clock.now())
    if (state !== 'MASTER') this.#adverts.await(node, name)
  }

  /** The node has lost its power: what its daemons have reported last holds no longer. */
  lost(node: string): void {
    const atNs = this.#options.clock.now()
    for (const [watch, state] of [
      ['vrrp', 'FAULT'],
      ['stpPort', 'disabled'],
      ['route', NO_ROUTE],
    ] as const)
      for (const name of this.#states.names(watch, node)) this.#states.saw(watch, node, name, state, atNs, 'no power')
  }

  /** Does it hold now? */
  readonly current = (match: StateMatch): boolean =>
    this.#states.now(match.watch, match.node, match.name) === match.state

  /** Changes of one object from the first sighting on. */
  readonly history = (node: string, name: string, watch: string): readonly Change[] =>
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

  /**
   * Calls back with every packet that the socket takes, and the kernel's stamp of it; `forget` ends it.
   * The packet is valid during the call only.
   */
  sniff(fd: number, take: (atNs: Ns, packet: Buffer) => void): { forget(): void } {
    this.#readable.add(fd, () => {
      const packet = takePacket(fd, this.#buffer, this.#options.clock)
      if (packet !== null) take(packet.atNs, packet.bytes)
    })
    return {
      forget: () => {
        this.#readable.remove(fd)
      },
    }
  }

  /** Blocks until then, except to stamp what changes meanwhile. */
  readonly sleepUntil = (at: Ns): void => {
    this.#readable.sleepUntil(at)
  }

  /** Does what keeps this thread from reading; what changes meanwhile has the whole of it as its error. */
  busy(work: () => void): void {
    const sinceNs = this.#options.clock.now()
    work()
    this.#readable.catchUp(sinceNs)
  }

  /** Watches no more; the record stays readable. */
  async stop(): Promise<void> {
    if (this.#polling !== null) clearInterval(this.#polling)
    await this.#readable.stop()
    this.#adverts.close()
    for (const fd of [
      ...this.#tables.keys(),
      ...this.#routes.keys(),
      ...this.#polls.map(({ poll }) => poll.fd),
      ...this.#fifos,
    ])
      calls.close(fd)
  }

  #tableOf(node: string): LinkTable | undefined {
    return [...this.#tables.values()].find((table) => table.node === node)
  }

  async #dump(fds: readonly number[]): Promise<void> {
    await Promise.all(
      fds.map(
        (fd) =>
          new Promise<void>((resolve) => {
            this.#undumped.set(fd, resolve)
            this.#ask(fd)
          }),
      ),
    )
    for (const fd of fds) this.#undumped.delete(fd)
  }

  /** For a dump. */
  #ask(fd: number): void {
    const routes = this.#routes.get(fd)
    routes?.begin()
    const request = routes === undefined ? linkRequest('dump') : routeRequest()
    check('send', fd, request, request.length, 0)
  }

  #pollLacp(monitorFd: number, table: LinkTable): void {
    const { namespaces, clock } = this.#options
    const indexes = table.lacpIndexes()
    if (indexes.length === 0) return
    const request = Buffer.concat(indexes.map(linkRequest))
    this.#polls.push({ poll: new LinkPoll(openNetlink(namespaces, table.node), request), monitorFd, table })
    this.#polling ??= setInterval(() => {
      for (const { poll, monitorFd, table } of this.#polls) {
        const atNs = clock.now()
        // What was reported before the poll is read before its answer.
        this.#listen(monitorFd, table, atNs)
        const { answers, sinceNs } = poll.changed(atNs)
        for (const answer of answers) table.read(answer, atNs, sinceNs)
      }
    }, LACP_POLL_MS)
  }

  /** Everything that can be read now, in the pieces in which it came. */
  *#readAll(fd: number): Generator<Buffer> {
    for (;;) {
      const length = checkNonBlocking('read', fd, this.#buffer, this.#buffer.length)
      if (length === null || length === 0) return
      yield Buffer.from(this.#buffer.subarray(0, length))
    }
  }
}
