import { addressBytes } from '../../linux/sockets.ts'
import {
  byte,
  ETHERTYPE_AT,
  half,
  IP_PROTOCOL_AT,
  PAYLOAD_AT,
  takenIf,
  type SocketFilter,
} from '../../linux/socket-filter.ts'

const SOURCE_AT = PAYLOAD_AT + 12
const TCP = 6
const BGP_PORT = 179
/** Marker of 16 bytes, length of two, type of one (RFC 4271 4.1). */
const [LENGTH_AT, TYPE_AT, HEADER_BYTES] = [16, 18, 19] as const
const KEEPALIVE = 4

/** Segments of this host that come in. */
export function tcpFrom(address: string): SocketFilter {
  const source = addressBytes(address)
  return takenIf(
    'in',
    half(ETHERTYPE_AT, 0x0800),
    byte(IP_PROTOCOL_AT, TCP),
    half(SOURCE_AT, source.readUInt16BE(0)),
    half(SOURCE_AT + 2, source.readUInt16BE(2)),
  )
}

/** Any of the messages in this segment is a keepalive: each ends the silence that the hold time counts. */
export function hasKeepalive(packet: Buffer): boolean {
  const tcpAt = PAYLOAD_AT + 4 * (packet.readUInt8(PAYLOAD_AT) & 0x0f)
  if (packet.length < tcpAt + 20) return false
  if (![packet.readUInt16BE(tcpAt), packet.readUInt16BE(tcpAt + 2)].includes(BGP_PORT)) return false
  let at = tcpAt + 4 * (packet.readUInt8(tcpAt + 12) >> 4)
  while (packet.length >= at + HEADER_BYTES) {
    if (packet.readUInt8(at + TYPE_AT) === KEEPALIVE) return true
    at += Math.max(HEADER_BYTES, packet.readUInt16BE(at + LENGTH_AT))
  }
  return false
}
