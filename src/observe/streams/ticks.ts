import { groupBy } from '../../model/group-by.ts'
import type { Ns } from '../../model/time.ts'
import { reachedAt } from '../../model/topology.ts'
import { Departures } from './account.ts'
import { Datagrams } from '../../linux/datagrams.ts'
import { IP_HEADER_BYTES, packetBytes, probePacket, stampPacket } from './packet.ts'
import type { ProbeStream } from './probe-messages.ts'
import { ADDRESS_BYTES, socketAddress } from '../../linux/sockets.ts'

/** Packets of one size that leave by one socket: one system call. */
interface Batch {
  /** Of the node and its replicas. */
  readonly fds: readonly number[]
  /** Whom a service at a virtual address answers; null: nobody. */
  readonly asker: string | null
  readonly datagrams: Datagrams
}

/** All streams of one rate: they leave together. */
export class Tick {
  readonly departures: Departures
  /** Of its streams. */
  readonly numbers: readonly number[]
  /** Some of its packets are answers of a service at a virtual address. */
  readonly answers: boolean
  readonly #batches: readonly Batch[]

  constructor(streams: readonly (readonly [number: number, stream: ProbeStream])[], firstNs: Ns, stepNs: Ns) {
    this.departures = new Departures(firstNs, stepNs)
    this.numbers = streams.map(([number]) => number)
    const groups = groupBy(
      streams,
      ([, stream]) => `${stream.senderFds.join()} ${String(stream.sizeBytes)} ${askedBy(stream) ?? ''}`,
    )
    this.#batches = groups.map(batchOf)
    this.answers = this.#batches.some(({ asker }) => asker !== null)
  }

  /** Sends the next packet of every stream. `served`: by asker, the number of the node at which its last packet arrived. */
  send(nowNs: Ns, served: ReadonlyMap<string, number>): void {
    const sequence = this.departures.sent
    this.departures.departed(nowNs)
    for (const { fds, asker, datagrams } of this.#batches) {
      for (let slot = 0; slot < datagrams.count; slot++) {
        stampPacket(datagrams.view, datagrams.payloadAt(slot), sequence, nowNs)
      }
      const at = asker === null ? undefined : served.get(asker)
      for (const fd of at === undefined ? fds : fds.slice(at, at + 1)) datagrams.send(fd)
    }
  }
}

function batchOf(streams: readonly (readonly [number: number, stream: ProbeStream])[]): Batch {
  const sizeBytes = streams[0]?.[1].sizeBytes ?? 0
  const sizes = { name: ADDRESS_BYTES, payload: packetBytes(sizeBytes), control: 0 }
  const stream = streams[0]?.[1]
  const asker = stream === undefined ? null : askedBy(stream)
  const datagrams = new Datagrams(streams.length, asker === null ? sizes : { ...sizes, unsent: IP_HEADER_BYTES })
  for (const [slot, [number, stream]] of streams.entries()) {
    socketAddress(reachedAt(stream.to), 0).copy(datagrams.bytes, datagrams.nameAt(slot))
    probePacket(number, stream.from, stream.to, sizeBytes).copy(datagrams.bytes, datagrams.payloadAt(slot))
  }
  return { fds: stream?.senderFds ?? [], asker, datagrams }
}

/** Whom a stream of a service at a virtual address answers; null: it is none. */
const askedBy = ({ flow, from, to }: ProbeStream): string | null =>
  from.isVirtual === true ? askerText(flow, to.address) : null

/** The other end of a flow to a virtual address. */
export const askerText = (flow: string, address: string): string => `${flow} ${address}`
