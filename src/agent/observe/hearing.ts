import { WIRE } from '../../model/operation.ts'
import type { Ns } from '../../model/time.ts'
import { calls } from '../libc.ts'
import { dumpLinks } from '../netlink/dump.ts'
import { netlinkOf } from '../netlink/socket.ts'
import type { Namespaces } from '../netns.ts'
import { GROUP_FILTER } from './filter.ts'
import { openPacketSocket } from './packet-socket.ts'
import { periodOf, type Series } from './periodic.ts'
import { protocolOf } from './protocol.ts'
import type { Watcher } from './watcher.ts'

/** Instants kept of each kind of frame. */
const KEPT = 8

/** Multicast frames of one kind, from one station, as one interface receives them. */
interface Kind {
  readonly node: string
  readonly index: number
  readonly protocol: string
  readonly instants: Ns[]
}

export interface Heard extends Series {
  /** `advertisements of VRID 51 that r2:lan receives`. */
  readonly name: string
  /** When the last frame came by now. */
  readonly lastNow: () => Ns
}

/**
 * Hears every multicast frame that a node receives: hellos of whatever protocol, also where nobody has said what runs
 * there. Forgotten at the fault, and closed when nothing is measured any more.
 */
export class Hearing {
  readonly #namespaces: Namespaces
  readonly #kinds = new Map<string, Kind>()
  readonly #sockets: { readonly fd: number; readonly sniffer: { forget(): void } }[] = []

  constructor(namespaces: Namespaces, watcher: Watcher) {
    this.#namespaces = namespaces
    for (const node of namespaces.names().filter((name) => name !== WIRE)) {
      const fd = openPacketSocket(namespaces, node, null, GROUP_FILTER)
      const sniffer = watcher.sniff(fd, (atNs, frame, index) => {
        this.#hear(node, index, frame, atNs)
      })
      this.#sockets.push({ fd, sniffer })
    }
  }

  #hear(node: string, index: number, frame: Buffer, atNs: Ns): void {
    const protocol = protocolOf(frame)
    const key = `${node} ${String(index)} ${frame.toString('hex', 6, 12)} ${protocol}`
    const kind = this.#kinds.get(key) ?? { node, index, protocol, instants: [] }
    this.#kinds.set(key, kind)
    kind.instants.push(atNs)
    if (kind.instants.length > KEPT) kind.instants.shift()
  }

  /** What comes periodically, up to this period, one of each period, the longest first; in a fixed order where several have the same. */
  periodic(nowNs: Ns, longestNs: Ns): readonly Heard[] {
    const all = [...this.#kinds.values()].flatMap((kind) => {
      const series = periodOf(kind.instants, nowNs)
      return series === null || series.periodNs > longestNs ? [] : [{ ...series, kind }]
    })
    const order = this.#namespaces.names()
    const rank = ({ node, index, protocol }: Kind): string =>
      `${String(order.indexOf(node)).padStart(4, '0')} ${String(index).padStart(6, '0')} ${protocol}`
    const found: Heard[] = []
    for (const { kind, periodNs, lastNs } of all.sort((a, b) => (rank(a.kind) < rank(b.kind) ? -1 : 1))) {
      if (found.some((other) => alike(other.periodNs, periodNs))) continue
      const name = `${kind.protocol} that ${kind.node}:${this.#nameOf(kind)} receives`
      found.push({ name, periodNs, lastNs, lastNow: () => kind.instants.at(-1) ?? lastNs })
    }
    return found.sort((a, b) => b.periodNs - a.periodNs)
  }

  #nameOf({ node, index }: Kind): string {
    return dumpLinks(netlinkOf(this.#namespaces, node)).find((link) => link.index === index)?.name ?? String(index)
  }

  /** Hears nothing from now on. */
  forget(): void {
    for (const { sniffer } of this.#sockets) sniffer.forget()
  }

  close(): void {
    for (const { fd } of this.#sockets) calls.close(fd)
  }
}

/** Timers of one period keep their distance: the phase of one is that of the other. */
const alike = (one: Ns, other: Ns): boolean => Math.abs(one - other) < 0.02 * Math.max(one, other)
