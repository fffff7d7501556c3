import { addressBytes } from './sockets.ts'
import type { SocketPlan } from '../../model/plan.ts'

/** IPv4 and UDP headers before the payload. */
const HEADER_BYTES = 28
/** Stream, sequence number, departure: what a probe carries at least. */
const PAYLOAD_BYTES = 16
/** What of a probe is read when it comes back. */
export const PROBE_BYTES = HEADER_BYTES + PAYLOAD_BYTES

const DONT_FRAGMENT = 0x4000
const TTL = 64
const UDP = 17

/** A whole IPv4 packet of zeros with the headers of one stream; the kernel fills in the header's checksum, UDP goes without. */
export function probePacket(stream: number, from: SocketPlan, to: SocketPlan, sizeBytes: number): Buffer {
  const packet = Buffer.alloc(packetBytes(sizeBytes))
  packet.writeUInt8(0x45, 0)
  packet.writeUInt16BE(packet.length, 2)
  packet.writeUInt16BE(DONT_FRAGMENT, 6)
  packet.writeUInt8(TTL, 8)
  packet.writeUInt8(UDP, 9)
  addressBytes(from.address).copy(packet, 12)
  addressBytes(to.address).copy(packet, 16)
  packet.writeUInt16BE(from.port, 20)
  packet.writeUInt16BE(to.port, 22)
  packet.writeUInt16BE(packet.length - 20, 24)
  packet.writeUInt32LE(stream, HEADER_BYTES)
  return packet
}

export const packetBytes = (sizeBytes: number): number => HEADER_BYTES + Math.max(PAYLOAD_BYTES, sizeBytes)

/** Writes what differs from one packet of the stream to the next. The IP identification is the sequence number's lower half. */
export function stampPacket(bytes: Buffer, at: number, sequence: number, departedNs: number): void {
  bytes.writeUInt16BE(sequence & 0xffff || 1, at + 4)
  bytes.writeUInt32LE(sequence, at + HEADER_BYTES + 4)
  bytes.writeDoubleLE(departedNs, at + HEADER_BYTES + 8)
}

export interface ReceivedProbe {
  readonly stream: number
  readonly sequence: number
  readonly departedNs: number
  readonly fromPort: number
  readonly toPort: number
}

/** The fields of a whole packet, as a raw socket hands it over. */
export const readProbe = (bytes: Buffer, at: number): ReceivedProbe => ({
  stream: bytes.readUInt32LE(at + HEADER_BYTES),
  sequence: bytes.readUInt32LE(at + HEADER_BYTES + 4),
  departedNs: bytes.readDoubleLE(at + HEADER_BYTES + 8),
  fromPort: bytes.readUInt16BE(at + 20),
  toPort: bytes.readUInt16BE(at + 22),
})
