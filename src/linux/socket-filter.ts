import { addressOf, check } from './libc.ts'
import { SO_ATTACH_FILTER, SOL_SOCKET } from './sockets.ts'

/** struct sock_filter of classic BPF: code, jump if true, jump if false, operand. */
type Instruction = readonly [code: number, yes: number, no: number, operand: number]
export type SocketFilter = readonly Instruction[]

const LOAD_BYTE = 0x30
const LOAD_HALF = 0x28
const LOAD_BYTE_INDEXED = 0x50
const LOAD_HALF_INDEXED = 0x48
const INDEX_IP_HEADER = 0xb1
const EQUAL = 0x15
const BITS_SET = 0x45
const RETURN = 0x06

/** SKF_AD_OFF + SKF_AD_PKTTYPE. */
const PACKET_TYPE = 0xffff_f004
const PACKET_OUTGOING = 4
/** Of an untagged frame. */
export const ETHERTYPE_AT = 12
export const PAYLOAD_AT = 14
export const IP_PROTOCOL_AT = PAYLOAD_AT + 9

type Test = readonly [load: SocketFilter, equals: number]

/** Takes a packet that comes in (or, `out`, leaves) and of which every loaded value equals; drops all others. */
export function takenIf(way: 'in' | 'out', ...tests: readonly Test[]): SocketFilter {
  const dropAt = 3 + tests.reduce((sum, [load]) => sum + load.length + 1, 0)
  const program: Instruction[] = [
    [LOAD_BYTE, 0, 0, PACKET_TYPE],
    way === 'in' ? [EQUAL, dropAt - 2, 0, PACKET_OUTGOING] : [EQUAL, 0, dropAt - 2, PACKET_OUTGOING],
  ]
  for (const [load, equals] of tests) {
    program.push(...load)
    program.push([EQUAL, 0, dropAt - program.length - 1, equals])
  }
  return [...program, [RETURN, 0, 0, 0xffff], [RETURN, 0, 0, 0]]
}

/** Two bytes of the frame have this value. */
export const half = (at: number, equals: number): Test => [[[LOAD_HALF, 0, 0, at]], equals]
export const byte = (at: number, equals: number): Test => [[[LOAD_BYTE, 0, 0, at]], equals]
/** Behind the IPv4 header, however long that is. */
export const halfBehindIp = (at: number, equals: number): Test => behindIp(LOAD_HALF_INDEXED, at, equals)
export const byteBehindIp = (at: number, equals: number): Test => behindIp(LOAD_BYTE_INDEXED, at, equals)

const behindIp = (load: number, at: number, equals: number): Test => [
  [
    [INDEX_IP_HEADER, 0, 0, PAYLOAD_AT],
    [load, 0, 0, PAYLOAD_AT + at],
  ],
  equals,
]

/** Multicasts and broadcasts that come in: the group bit of the address, IEEE 802 8.2.2. */
export const GROUP_FILTER: SocketFilter = [
  [LOAD_BYTE, 0, 0, PACKET_TYPE],
  [EQUAL, 3, 0, PACKET_OUTGOING],
  [LOAD_BYTE, 0, 0, 0],
  [BITS_SET, 0, 1, 1],
  [RETURN, 0, 0, 0xffff],
  [RETURN, 0, 0, 0],
]

/** Takes nothing: the socket only holds its port. */
export const NOTHING: SocketFilter = [[RETURN, 0, 0, 0]]

/** struct sock_fprog, and behind it the program that it points to. */
export function attachFilter(fd: number, filter: SocketFilter): void {
  const bytes = Buffer.from(new ArrayBuffer(4096))
  bytes.writeUInt16LE(filter.length, 0)
  bytes.writeBigUInt64LE(addressOf(bytes) + 16n, 8)
  for (const [at, [code, yes, no, operand]] of filter.entries()) {
    bytes.writeUInt16LE(code, 16 + at * 8)
    bytes.writeUInt8(yes, 18 + at * 8)
    bytes.writeUInt8(no, 19 + at * 8)
    bytes.writeUInt32LE(operand, 20 + at * 8)
  }
  check('setsockopt', fd, SOL_SOCKET, SO_ATTACH_FILTER, bytes, 16)
}
