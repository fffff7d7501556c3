import { check } from '../libc.ts'
import type { Namespaces } from '../netns.ts'
import { setOption, SO_RCVBUFFORCE, SOCK_NONBLOCK, SOCK_RAW } from '../sockets.ts'

const AF_NETLINK = 16
/** RTMGRP_LINK; with RTMGRP_IPV4_ROUTE and RTMGRP_IPV6_ROUTE. */
export const LINKS = 0x1
export const LINKS_AND_ROUTES = 0x441
const ADDRESS_BYTES = 12
const MONITOR_BYTES = 16 << 20

/** A socket for questions about a node's links and routes. It does not block. `groups`: what it is to report unasked, RTMGRP_*. */
export function openNetlink(namespaces: Namespaces, node: string, groups = 0): number {
  return namespaces.within(node, () => {
    const fd = check('socket', AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, 0)
    const address = Buffer.alloc(ADDRESS_BYTES)
    address.writeUInt16LE(AF_NETLINK, 0)
    address.writeUInt32LE(groups, 8)
    check('bind', fd, address, address.length)
    return fd
  })
}

/** One that also reports every change of a link, or of these. */
export function openMonitor(namespaces: Namespaces, node: string, groups = LINKS): number {
  const fd = openNetlink(namespaces, node, groups)
  setOption(fd, SO_RCVBUFFORCE, MONITOR_BYTES)
  return fd
}
