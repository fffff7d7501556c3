import { calls, check } from './libc.ts'

export const AF_INET = 2
export const SOCK_DGRAM = 2
export const SOCK_STREAM = 1
export const SOCK_RAW = 3
export const SOCK_NONBLOCK = 0o4000

export const SOL_SOCKET = 1
export const SO_REUSEADDR = 2
const SO_BINDTODEVICE = 25
export const SO_ATTACH_FILTER = 26
export const SO_SNDBUFFORCE = 32
export const SO_RCVBUFFORCE = 33
/** SO_TIMESTAMPNS_OLD: each datagram comes with the kernel's struct timespec of its arrival. */
export const SO_TIMESTAMPNS = 35

/** The kernel's stamp of the packet received last; asking once switches stamping on. Not together with SO_TIMESTAMPNS. */
export const SIOCGSTAMPNS = 0x8907

/** What the error queue holds, in place of what was received; never waits. */
export const MSG_ERRQUEUE = 0x2000

export const ADDRESS_BYTES = 16

const SOL_IP = 0
const IP_FREEBIND = 15
const SOL_TCP = 6
const TCP_USER_TIMEOUT = 18

/** An IPv4 address in network order. */
export const addressBytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number))

/** The packet has this IPv4 address at that place. */
export const isAddressAt = (packet: Buffer, at: number, address: string): boolean =>
  packet.subarray(at, at + 4).equals(addressBytes(address))

/** struct sockaddr_in. */
export function socketAddress(address: string, port: number): Buffer {
  const buffer = Buffer.alloc(ADDRESS_BYTES)
  buffer.writeUInt16LE(AF_INET, 0)
  buffer.writeUInt16BE(port, 2)
  addressBytes(address).copy(buffer, 4)
  return buffer
}

export function setOption(fd: number, option: number, value: number): void {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32LE(value)
  const asked = UNFORCED[option]
  if (asked === undefined) check('setsockopt', fd, SOL_SOCKET, option, buffer, 4)
  else if (calls.setsockopt(fd, SOL_SOCKET, option, buffer, 4) !== 0)
    check('setsockopt', fd, SOL_SOCKET, asked, buffer, 4)
}

/** Without root on the machine's own kernel a buffer may be as large as net.core.rmem_max: SO_SNDBUF, SO_RCVBUF. */
const UNFORCED: Readonly<Record<number, number>> = { [SO_SNDBUFFORCE]: 7, [SO_RCVBUFFORCE]: 8 }

const SO_MEMINFO = 55
const SK_MEMINFO_DROPS = 8

/** Packets that this socket had no room for. */
export function overflowed(fd: number): number {
  const numbers = Buffer.alloc(4 * (SK_MEMINFO_DROPS + 1))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(numbers.length)
  check('getsockopt', fd, SOL_SOCKET, SO_MEMINFO, numbers, length)
  return numbers.readUInt32LE(4 * SK_MEMINFO_DROPS)
}

/** Ties the socket to an interface, for streams that differ in their MAC. */
export function bindToDevice(fd: number, device: string | undefined): void {
  if (device === undefined) return
  check('setsockopt', fd, SOL_SOCKET, SO_BINDTODEVICE, Buffer.from(`${device}\0`), device.length + 1)
}

/**
 * The socket may be bound to an address that its node does not have yet. It receives as soon as the node has it, and only a node
 * that has it sends from it: elsewhere the kernel refuses with EINVAL (ip_route_output_key_hash_rcu).
 */
export function mayLackAddress(fd: number): void {
  check('setsockopt', fd, SOL_IP, IP_FREEBIND, Buffer.of(1, 0, 0, 0), 4)
}

/** For so long after its first retransmission a connection sends again what is not acknowledged, and ends then. */
export function giveUpAfter(fd: number, ms: number): void {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(ms)
  check('setsockopt', fd, SOL_TCP, TCP_USER_TIMEOUT, buffer, 4)
}

export function bindTo(fd: number, address: string, port: number): void {
  check('bind', fd, socketAddress(address, port), ADDRESS_BYTES)
}
