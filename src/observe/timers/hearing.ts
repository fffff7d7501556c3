import { WIRE } from '../../model/operation.ts'
import type { Ns } from '../../model/time.ts'
import type { Clock } from '../../linux/clock.ts'
import { calls } from '../../linux/libc.ts'
import { dumpLinks } from '../../linux/netlink/dump.ts'
import type { Namespaces } from '../../linux/netns.ts'
import { Datagrams } from '../../linux/datagrams.ts'
import { attachFilter, GROUP_FILTER, NOTHING } from '../../linux/socket-filter.ts'
import { LINK_ADDRESS_BYTES, openPacketSocket } from '../../linux/packet-socket.ts'
import { periodOf, type TimerSeries } from './periodic.ts'
import { protocolOf } from './protocol.ts'
import { SO_RCVBUFFORCE, SO_TIMESTAMPNS, setOption } from '../../linux/sockets.ts'

/** Instants kept of each kind of frame. */
const KEPT = 8
/** Stamps are the kernel's: a frame that is read late has lost nothing. To wake for each one costs more than all else that a lab does. */
const DRAIN_MS = 1000
/** Thousands of frames, each with some 800 bytes of the kernel's own. */
const BUFFER_BYTES = 4 << 20
/** Ethernet, the longest IPv4 header and four bytes behind it: what `protocolOf` looks at. */
const FRAME_BYTES = 80
/** struct cmsghdr with a struct timespec. */
const CONTROL_BYTES = 32
const STAMP_AT = 16

/** Multicast frames of one kind, from one station, as one interface receives them. */
interface Kind {
  readonly node: string
  readonly index: number
  readonly protocol: string
  readonly instants: Ns[]
}

export interface Heard extends TimerSeries {
  /** `advertisements of VRID 51 that r2:lan receives`. */
  readonly name: string
  /** When the last frame had come by this instant. */
  readonly lastBy: (atNs: Ns) => Ns
}

/**
 * Hears every multicast frame that a node receives: hellos of whatever protocol, also where nobody has said what runs
 * there. Forgotten at the fault, and closed when nothing is measured any more.
 */
export class Hearing {
  readonly #namespaces: Namespaces
  readonly #clock: Clock
  readonly #kinds = new Map<string, Kind>()
  readonly #sockets: { readonly node: string; readonly fd: number }[] = []
  readonly #inbox = new Datagrams(256, { name: LINK_ADDRESS_BYTES, payload: FRAME_BYTES, control: CONTROL_BYTES })
  readonly #draining: NodeJS.Timeout

  constructor(namespaces: Namespaces, clock: Clock) {
    this.#namespaces = namespaces
    this.#clock = clock
    for (const node of namespaces.names().filter((name) => name !== WIRE)) {
      const fd = openPacketSocket(namespaces, node, null, GROUP_FILTER)
      setOption(fd, SO_RCVBUFFORCE, BUFFER_BYTES)
      setOption(fd, SO_TIMESTAMPNS, 1)
      this.#sockets.push({ node, fd })
    }
    this.#draining = setInterval(() => {
      this.#drain()
    }, DRAIN_MS)
  }

  #drain(): void {
    const inbox = this.#inbox
    for (const { node, fd } of this.#sockets) {
      for (let count = inbox.count; count === inbox.count;) {
        count = inbox.receive(fd)
        for (let slot = 0; slot < count; slot++) this.#take(slot, node)
      }
    }
  }

  #take(slot: number, node: string): void {
    const { bytes } = this.#inbox
    const at = this.#inbox.payloadAt(slot)
    const stampAt = this.#inbox.controlAt(slot) + STAMP_AT
    const stamp = new BigInt64Array([bytes.readBigInt64LE(stampAt), bytes.readBigInt64LE(stampAt + 8)])
    const frame = bytes.subarray(at, at + this.#inbox.lengthOf(slot))
    this.#hear(node, bytes.readInt32LE(this.#inbox.nameAt(slot) + 4), frame, this.#clock.fromTimespec(stamp))
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
    this.#drain()
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
      const lastBy = (atNs: Ns): Ns => {
        this.#drain()
        return kind.instants.findLast((instant) => instant <= atNs) ?? lastNs
      }
      found.push({ name, periodNs, lastNs, lastBy })
    }
    return found.sort((a, b) => b.periodNs - a.periodNs)
  }

  #nameOf({ node, index }: Kind): string {
    return dumpLinks(this.#namespaces.netlink(node)).find((link) => link.index === index)?.name ?? String(index)
  }

  /** Hears nothing from now on. */
  forget(): void {
    clearInterval(this.#draining)
    for (const { fd } of this.#sockets) attachFilter(fd, NOTHING)
  }

  close(): void {
    for (const { fd } of this.#sockets) calls.close(fd)
  }
}

/** Timers of one period keep their distance: the phase of one is that of the other. */
const alike = (one: Ns, other: Ns): boolean => Math.abs(one - other) < 0.02 * Math.max(one, other)
