import { calls, check } from '../../linux/libc.ts'
import * as link from '../../linux/netlink/link.ts'
import type { NetlinkSocket } from '../../linux/netlink/socket.ts'
import { execute, NEAR, veth, type Probes } from '../contract/probe.ts'
import type { vrrpNeeds } from './needs.ts'

const AF_INET = 2
const SOCK_RAW = 3
const IPPROTO_IP = 0
const IPPROTO_VRRP = 112
const IP_ADD_MEMBERSHIP = 35

export const vrrpProbes: Probes<typeof vrrpNeeds.brings> = {
  'vrrp-multicast': { made: 'a VRRP socket in 224.0.0.18', make: joinGroup },
}

/** struct ip_mreqn: group, address, interface. */
function joinGroup(socket: NetlinkSocket): void {
  veth(socket)
  execute(socket, link.adminState(NEAR.index, true))
  const raw = check('socket', AF_INET, SOCK_RAW, IPPROTO_VRRP)
  try {
    const request = Buffer.alloc(12)
    request.set([224, 0, 0, 18])
    request.writeInt32LE(NEAR.index, 8)
    check('setsockopt', raw, IPPROTO_IP, IP_ADD_MEMBERSHIP, request, request.length)
  } finally {
    calls.close(raw)
  }
}
