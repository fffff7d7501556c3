import { groupBy } from '../../model/group-by.ts'
import type { Ns } from '../../model/time.ts'
import { reachedAt } from '../../model/topology.ts'
import { Departures } from './account.ts'
import { Datagrams } from '../../linux/datagrams.ts'
import { IP_HEADER_BYTES, packetBytes, probePacket, stampPacket } from './packet.ts'
import type { ProbeStream } from './probe-messages.ts'
import { ADDRESS_BYTES, socketAddress } from '../../linux/sockets.ts'

export type NumberedStream = readonly [number: number, stream: ProbeStream]

/** Packets of one size that leave by one socket: one system call. */
export interface Batch {
  /** Of the node and its replicas. */
  readonly fds: readonly number[]
  /** Whom a service at a virtual address answers; null: nobody. */
  readonly asker: string | null
  readonly datagrams: Datagrams
}

/** All streams of one rate: they leave together. */
export class Tick {
  readonly departures: Departures
  readonly streams: readonly NumberedStream[]
  /** Some of its packets are answers of a service at a virtual address. */
  readonly answers: boolean
  readonly #batches: readonly Batch[]

  constructor(streams: readonly NumberedStream[], firstNs: Ns, stepNs: Ns) {
    this.departures = new Departures(firstNs, stepNs)
    this.streams = streams
    this.#batches = batchesOf(streams, 1)
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

/** `departures`: for how many there are packets. Those of the streams' first departure come first, then those of the second. */
export function batchesOf(streams: readonly NumberedStream[], departures: number): Batch[] {
  const groups = groupBy(
    streams,
    ([, stream]) => `${stream.senderFds.join()} ${String(stream.sizeBytes)} ${askedBy(stream) ?? ''}`,
  )
  return groups.map((group) => batchOf(Array.from({ length: departures }, () => group).flat()))
}

function batchOf(streams: readonly NumberedStream[]): Batch {
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
