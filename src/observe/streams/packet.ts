import { addressBytes } from '../../linux/sockets.ts'
import type { SocketPlan } from '../../model/plan.ts'
import { reachedAt } from '../../model/topology.ts'

/** Without options. */
export const IP_HEADER_BYTES = 20
/** IPv4 and UDP headers before the payload. */
const HEADER_BYTES = IP_HEADER_BYTES + 8
/** Stream, sequence number, departure, check word: what a probe carries at least. */
const PAYLOAD_BYTES = 20
const PROBE_BYTES = HEADER_BYTES + PAYLOAD_BYTES
const CHECK_AT = PROBE_BYTES - 4
/** As long as an IPv4 packet can be. */
const ZEROS = Buffer.alloc(0x10000)

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
  addressBytes(reachedAt(to)).copy(packet, 16)
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
  bytes.writeUInt32LE(checkWord(bytes, at), at + CHECK_AT)
}

/**
 * Whether a packet of `length` bytes is one of ours as it was sent. No one else looks: without a checksum, and by a raw
 * socket, a damaged one comes in that any receiver of UDP would have dropped. The kernel has checked the IPv4 header.
 */
export const isWhole = (bytes: Buffer, at: number, length: number): boolean =>
  length >= PROBE_BYTES &&
  bytes.readUInt32BE(at + 24) === (length - 20) * 0x10000 &&
  bytes.readUInt32LE(at + CHECK_AT) === checkWord(bytes, at) &&
  bytes.compare(ZEROS, 0, length - PROBE_BYTES, at + PROBE_BYTES, at + length) === 0

/** Over stream, sequence number and departure; any one flipped bit changes it. */
function checkWord(bytes: Buffer, at: number): number {
  let word = 0
  for (let byte = at + HEADER_BYTES; byte < at + CHECK_AT; byte += 4) {
    word = Math.imul(word ^ bytes.readUInt32LE(byte), 0x9e3779b1)
  }
  return word >>> 0
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
