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

/*
 * From here on packets are read and written by DataView: tens of thousands in a trial, and a method of Buffer takes twice as long.
 */

/** Writes what differs from one packet of the stream to the next. The IP identification is the sequence number's lower half. */
export function stampPacket(view: DataView, at: number, sequence: number, departedNs: number): void {
  view.setUint16(at + 4, sequence & 0xffff || 1)
  view.setUint32(at + HEADER_BYTES + 4, sequence, true)
  view.setFloat64(at + HEADER_BYTES + 8, departedNs, true)
  view.setUint32(at + CHECK_AT, checkWord(view, at), true)
}

/**
 * Whether a packet of `length` bytes is one of ours as it was sent. No one else looks: without a checksum, and by a raw
 * socket, a damaged one comes in that any receiver of UDP would have dropped. The kernel has checked the IPv4 header.
 */
export const isWhole = (view: DataView, at: number, length: number): boolean =>
  length >= PROBE_BYTES &&
  view.getUint32(at + 24) === (length - 20) * 0x10000 &&
  view.getUint32(at + CHECK_AT, true) === checkWord(view, at) &&
  isZero(view, at + PROBE_BYTES, at + length)

function isZero(view: DataView, from: number, to: number): boolean {
  let bits = 0
  let at = from
  for (; at + 4 <= to; at += 4) bits |= view.getUint32(at)
  for (; at < to; at++) bits |= view.getUint8(at)
  return bits === 0
}

/** Over stream, sequence number and departure; any one flipped bit changes it. */
function checkWord(view: DataView, at: number): number {
  let word = 0
  for (let byte = at + HEADER_BYTES; byte < at + CHECK_AT; byte += 4) {
    word = Math.imul(word ^ view.getUint32(byte, true), 0x9e3779b1)
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
export const readProbe = (view: DataView, at: number): ReceivedProbe => ({
  stream: view.getUint32(at + HEADER_BYTES, true),
  sequence: view.getUint32(at + HEADER_BYTES + 4, true),
  departedNs: view.getFloat64(at + HEADER_BYTES + 8, true),
  fromPort: view.getUint16(at + 20),
  toPort: view.getUint16(at + 22),
})
