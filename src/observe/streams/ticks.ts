import { groupBy } from '../../model/group-by.ts'
import type { Ns } from '../../model/time.ts'
import { reachedAt } from '../../model/topology.ts'
import { Departures } from './account.ts'
import { Datagrams } from '../../linux/datagrams.ts'
import { packetBytes, probePacket, stampPacket } from './packet.ts'
import type { ProbeStream } from './probe-messages.ts'
import { ADDRESS_BYTES, socketAddress } from '../../linux/sockets.ts'

/** Packets of one size that leave by one socket: one system call. */
interface Batch {
  readonly fd: number
  readonly datagrams: Datagrams
}

/** All streams of one rate: they leave together. */
export class Tick {
  readonly departures: Departures
  /** Of its streams. */
  readonly numbers: readonly number[]
  readonly #batches: readonly Batch[]

  constructor(streams: readonly (readonly [number: number, stream: ProbeStream])[], firstNs: Ns, stepNs: Ns) {
    this.departures = new Departures(firstNs, stepNs)
    this.numbers = streams.map(([number]) => number)
    const groups = groupBy(streams, ([, stream]) => `${String(stream.senderFd)} ${String(stream.sizeBytes)}`)
    this.#batches = groups.map(batchOf)
  }

  /** Sends the next packet of every stream. */
  send(nowNs: Ns): void {
    const sequence = this.departures.sent
    this.departures.departed(nowNs)
    for (const { fd, datagrams } of this.#batches) {
      for (let slot = 0; slot < datagrams.count; slot++) {
        stampPacket(datagrams.bytes, datagrams.payloadAt(slot), sequence, nowNs)
      }
      datagrams.send(fd)
    }
  }
}

function batchOf(streams: readonly (readonly [number: number, stream: ProbeStream])[]): Batch {
  const sizeBytes = streams[0]?.[1].sizeBytes ?? 0
  const datagrams = new Datagrams(streams.length, { name: ADDRESS_BYTES, payload: packetBytes(sizeBytes), control: 0 })
  for (const [slot, [number, stream]] of streams.entries()) {
    socketAddress(reachedAt(stream.to), 0).copy(datagrams.bytes, datagrams.nameAt(slot))
    probePacket(number, stream.from, stream.to, sizeBytes).copy(datagrams.bytes, datagrams.payloadAt(slot))
  }
  return { fd: streams[0]?.[1].senderFd ?? -1, datagrams }
}
