import {
  byte,
  byteBehindIp,
  ETHERTYPE_AT,
  half,
  halfBehindIp,
  PAYLOAD_AT,
  takenIf,
  type Filter,
} from '../linux/socket-filter.ts'

const IP_PROTOCOL_AT = PAYLOAD_AT + 9

/** LACPDUs that come in: the Slow Protocols' subtype 1 (802.3 annex 57A). */
export const LACPDU_FILTER = takenIf('in', half(ETHERTYPE_AT, 0x8809), byte(PAYLOAD_AT, 1))

/** BPDUs of one type that come in: to 01:80:c2:00:00:00, behind LLC a protocol id, a version and the type (802.1D 9.3.1). */
export const bpduFilter = (type: number): Filter =>
  takenIf('in', half(0, 0x0180), half(2, 0xc200), half(4, 0x0000), byte(PAYLOAD_AT + 6, type))

/** Advertisements of one virtual router that come in, or leave: IP protocol 112, the VRID in the second byte (RFC 9568 5.1). */
export const advertFilter = (vrid: number, way: 'in' | 'out' = 'in'): Filter =>
  takenIf(way, half(ETHERTYPE_AT, 0x0800), byte(IP_PROTOCOL_AT, 112), byteBehindIp(1, vrid))

/** ARP requests that leave as broadcasts (RFC 826). */
export const ARP_REQUEST_FILTER = takenIf(
  'out',
  half(0, 0xffff),
  half(4, 0xffff),
  half(ETHERTYPE_AT, 0x0806),
  half(PAYLOAD_AT + 6, 1),
)

/** ICMP echo requests that leave (RFC 792). */
export const ECHO_REQUEST_FILTER = takenIf(
  'out',
  half(ETHERTYPE_AT, 0x0800),
  byte(IP_PROTOCOL_AT, 1),
  byteBehindIp(0, 8),
)

/** UDP datagrams to a port that come in. */
export const datagramFilter = (port: number): Filter =>
  takenIf('in', half(ETHERTYPE_AT, 0x0800), byte(IP_PROTOCOL_AT, 17), halfBehindIp(2, port))
