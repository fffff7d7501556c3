import type { Ns } from '../model/time.ts'
import type { Clock } from './clock.ts'
import { calls, check, checkNonBlocking } from './libc.ts'
import type { Namespaces } from './netns.ts'
import { attachFilter, type SocketFilter } from './socket-filter.ts'
import { SIOCGSTAMPNS, SOCK_RAW } from './sockets.ts'

const AF_PACKET = 17
const ETH_P_ALL = 3
/** struct sockaddr_ll. */
export const LINK_ADDRESS_BYTES = 20
const MSG_DONTWAIT = 0x40

/** Frames of a node that pass the filter, at one of its interfaces or, null, at all. Bound last, so that none comes past it. */
export function openPacketSocket(
  namespaces: Namespaces,
  node: string,
  device: string | null,
  filter: SocketFilter,
): number {
  return namespaces.within(node, () => {
    const fd = check('socket', AF_PACKET, SOCK_RAW, 0)
    attachFilter(fd, filter)
    calls.ioctl(fd, SIOCGSTAMPNS, Buffer.alloc(16))
    const address = Buffer.alloc(LINK_ADDRESS_BYTES)
    address.writeUInt16LE(AF_PACKET, 0)
    address.writeUInt16BE(ETH_P_ALL, 2)
    address.writeInt32LE(device === null ? 0 : check('if_nametoindex', device), 4)
    check('bind', fd, address, address.length)
    return fd
  })
}

export interface Packet {
  /** The kernel's stamp. */
  readonly atNs: Ns
  /** A part of the buffer that it was read into. */
  readonly bytes: Buffer
}

const stamp = new BigInt64Array(new ArrayBuffer(4096), 0, 2)

/** The next packet that waits in such a socket; null: none does. */
export function takePacket(fd: number, buffer: Buffer, clock: Clock): Packet | null {
  const length = checkNonBlocking('recv', fd, buffer, buffer.length, MSG_DONTWAIT)
  if (length === null) return null
  check('ioctl', fd, SIOCGSTAMPNS, stamp)
  return { atNs: clock.fromTimespec(stamp), bytes: buffer.subarray(0, length) }
}
