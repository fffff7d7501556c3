import { calls, check } from '../libc.ts'
import type { Namespaces } from '../netns.ts'
import { attachFilter, type Filter } from './filter.ts'
import { SIOCGSTAMPNS, SOCK_RAW } from './sockets.ts'

const AF_PACKET = 17
const ETH_P_ALL = 3
/** struct sockaddr_ll. */
export const LINK_ADDRESS_BYTES = 20

/** Frames of a node that pass the filter, at one of its interfaces or, null, at all. Bound last, so that none comes past it. */
export function openPacketSocket(namespaces: Namespaces, node: string, device: string | null, filter: Filter): number {
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
