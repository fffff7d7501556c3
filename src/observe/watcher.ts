/*
 * The room of observation: what is watched in a lab and written into its journal.
 * It owns the record: states of every node, streams of probes, sessions, events of timers, captures.
 * It never changes the network that it watches, and it imports nothing that does; of a plan it reads only what to watch.
 * Begin here: the watcher records every change of state (`states/`). `streams/probes.ts` sends and counts the packets of
 * flows, `sessions/session.ts` runs TCP sessions, `timers/` sees the events that a fault is to follow, `capture.ts` keeps frames.
 */
import { join } from 'node:path'
import { askOf, WATCHES } from '../mechanisms/all/watch.ts'
import type { KernelTable, Seen, Sight, Watching } from '../mechanisms/contract/watch.ts'
import type { StateMatch } from '../model/handle.ts'
import { WIRE, type NamedWait } from '../model/operation.ts'
import type { WatchPlan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import type { Cable } from '../model/topology.ts'
import type { Clock } from '../linux/clock.ts'
import { openFifo } from '../linux/fifo.ts'
import { calls, check, checkNonBlocking } from '../linux/libc.ts'
import { openMonitor, openNetlink } from '../linux/netlink/monitor.ts'
import type { Namespaces } from '../linux/netns.ts'
import { LinkPoll } from './states/link-poll.ts'
import { LinkTable } from './states/link-table.ts'
import { linkRequest } from '../linux/netlink/links.ts'
import { Readable } from '../linux/readable.ts'
import { Tail } from '../linux/tail.ts'
import { takePacket } from '../linux/packet-socket.ts'
import { type StateChange, type JournalWriter, States } from './states/states.ts'

/** How often links are asked for whose changes the kernel does not report. */
const POLL_MS = 100
const READ_BYTES = 64 * 1024

interface Opened {
  readonly node: string
  readonly table: KernelTable
}

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

/**
 * Records every change of state of every node. It is stamped once it has been read: what a daemon writes while others are read
 * may have been written after the wait for it had ended.
 */
export class Watcher {
  readonly #options: WatcherOptions
  readonly #states: States
  readonly #readable: Readable
  readonly #links = new Map<string, LinkTable>()
  readonly #tables = new Map<number, Opened>()
  readonly #fifos: number[] = []
  readonly #tails: Tail[] = []
  readonly #sight: Sight
  readonly #watching: readonly Watching[]
  #polls: { readonly poll: LinkPoll; readonly monitorFd: number; readonly node: string; readonly table: LinkTable }[] =
    []
  readonly #buffer = Buffer.from(new ArrayBuffer(READ_BYTES))
  #polling: NodeJS.Timeout | null = null
  /** Sockets whose first dump is awaited. */
  readonly #undumped = new Map<number, () => void>()

  private constructor(options: WatcherOptions) {
    const { namespaces, clock, journal, plan } = options
    this.#options = options
    this.#states = new States(clock, journal)
    this.#readable = new Readable(clock)
    this.#sight = this.#see()
    for (const node of namespaces.names().filter((name) => name !== WIRE)) this.#open(node)
    this.#watching = WATCHES.flatMap(({ start }) => start?.(plan, this.#sight) ?? [])
  }

  /** Opens its sockets and FIFOs, and resolves once the present state of every link is known. */
  static async start(options: WatcherOptions): Promise<Watcher> {
    const watcher = new Watcher(options)
    await watcher.#dump([...watcher.#tables.keys()])
    for (const node of watcher.#links.keys()) watcher.#poll(node)
    return watcher
  }

  /** Looks at the tables of a node no more: its namespace is about to be another. */
  leave(node: string): void {
    for (const [fd, opened] of this.#tables) {
      if (opened.node !== node) continue
      this.#readable.remove(fd)
      calls.close(fd)
      this.#tables.delete(fd)
    }
    this.#links.delete(node)
    for (const { poll, node: polled } of this.#polls) if (polled === node) calls.close(poll.fd)
    this.#polls = this.#polls.filter((one) => one.node !== node)
    for (const one of this.#watching) one.close(node)
  }

  /** Looks at them again, and resolves once the present state of each is known. */
  async join(node: string): Promise<void> {
    await this.#dump(this.#open(node))
    this.#poll(node)
  }

  /** What mechanisms may do of the watcher's. */
  #see(): Sight {
    const { namespaces, clock, dir } = this.#options
    const states = this.#states
    return {
      namespaces,
      clock,
      saw: ({ watch, node, name, to, detail }, atNs, sinceNs) => {
        states.saw(watch, node, name, to, atNs, detail, sinceNs)
      },
      now: (watch, node, name) => states.now(watch, node, name),
      detail: (watch, node, name) => states.detail(watch, node, name),
      lastNs: (watch, node, name) => states.history(watch, node, name).at(-1)?.t ?? null,
      members: (node, bond) => this.#links.get(node)?.members(bond) ?? [],
      follow: (node, path, withinNs, read) => {
        const fd = openFifo(join(dir, node, path))
        this.#fifos.push(fd)
        this.#readable.add(fd, (atNs, sinceNs) => {
          for (const bytes of this.#readAll(fd)) read(bytes, clock.now(), (sinceNs ?? atNs) - withinNs)
        })
      },
      tail: (node, path, withinNs, read) => {
        const tail = new Tail(join(dir, node, path))
        this.#tails.push(tail)
        const take = (sinceNs: Ns): void => {
          for (const bytes of tail.read(this.#buffer)) read(bytes, clock.now(), sinceNs)
        }
        // A container's daemon has written already: when is not known.
        take(0)
        this.#readable.add(tail.fd, (atNs, sinceNs) => {
          take((sinceNs ?? atNs) - withinNs)
        })
      },
    }
  }

  /** Every table of the node's kernel that is watched, each on a socket of its own. */
  #open(node: string): readonly number[] {
    const { namespaces, plan, cables, panel } = this.#options
    const { saw } = this.#sight
    const links = new LinkTable({ node, saw, plan, cables, panel })
    this.#links.set(node, links)
    return [links, ...WATCHES.flatMap(({ table }) => table?.(plan, node, saw) ?? [])].map((table) => {
      const fd = openMonitor(namespaces, node, table.groups)
      this.#tables.set(fd, { node, table })
      this.#readable.add(fd, (atNs, sinceNs) => {
        this.#listen(fd, table, atNs, sinceNs)
      })
      return fd
    })
  }

  #listen(fd: number, table: KernelTable, atNs: Ns, sinceNs = atNs): void {
    for (const datagram of this.#readAll(fd)) {
      const { dumped, isDue } = table.read(datagram, this.#options.clock.now(), sinceNs)
      if (dumped) this.#undumped.get(fd)?.()
      if (isDue) this.#ask(fd)
    }
  }

  /** Nodes whose daemons have to be asked what they are, where they run before it watches. */
  asked(): readonly string[] {
    return WATCHES.flatMap((one) => one.asked?.(this.#options.plan) ?? [])
  }

  /** What a mechanism's daemon in a container says that it was before anything watched it. */
  found(state: Seen): void {
    for (const one of this.#watching) one.found(state)
  }

  /** The node has lost its power: what its daemons have reported last holds no longer. */
  lost(node: string): void {
    const atNs = this.#options.clock.now()
    for (const [watch, to] of WATCHES.flatMap(({ unpowered = {} }) => Object.entries(unpowered)))
      for (const name of this.#states.names(watch, node)) this.#states.saw(watch, node, name, to, atNs, 'no power')
  }

  /** Does it hold now? */
  readonly current = (match: StateMatch): boolean =>
    this.#states.now(match.watch, match.node, match.name) === match.state

  /** Changes of one object from the first sighting on. */
  readonly history = (node: string, name: string, watch: string): readonly StateChange[] =>
    this.#states.history(watch, node, name)

  /** When the link was first seen administratively up; null: it was not. */
  upSince(node: string, name: string): Ns | null {
    return this.#links.get(node)?.upSince(name) ?? null
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
    const ask = askOf(wait)
    const wanted = ask.wanted(wait)
    const holds = (): boolean => ask.holds(wait, this.#sight)
    await this.until(holds, deadlineNs, () => ({ wanted, seen: ask.seen(wait, this.#sight) }))
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
    for (const one of this.#watching) one.close()
    for (const tail of this.#tails) tail.close()
    for (const fd of [...this.#tables.keys(), ...this.#polls.map(({ poll }) => poll.fd), ...this.#fifos])
      calls.close(fd)
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
    const table = this.#tables.get(fd)?.table
    if (table === undefined) return
    table.begin()
    const request = table.request()
    check('send', fd, request, request.length, 0)
  }

  #poll(node: string): void {
    const { namespaces, clock } = this.#options
    const table = this.#links.get(node)
    const monitorFd = [...this.#tables].find(([, opened]) => opened.table === table)?.[0]
    const indexes = table?.polled() ?? []
    if (table === undefined || monitorFd === undefined || indexes.length === 0) return
    const request = Buffer.concat(indexes.map(linkRequest))
    this.#polls.push({ poll: new LinkPoll(openNetlink(namespaces, node), request), monitorFd, node, table })
    this.#polling ??= setInterval(() => {
      for (const { poll, monitorFd, table } of this.#polls) {
        const atNs = clock.now()
        // What was reported before the poll is read before its answer.
        this.#listen(monitorFd, table, atNs)
        const { answers, sinceNs } = poll.changed(atNs)
        const answeredNs = clock.now()
        for (const answer of answers) table.read(answer, answeredNs, sinceNs)
      }
    }, POLL_MS)
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
