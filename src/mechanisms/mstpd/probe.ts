import * as link from '../../linux/netlink/link.ts'
import type { NetlinkSocket } from '../../linux/netlink/socket.ts'
import { execute, MADE, type Probes } from '../contract/probe.ts'
import type { mstpdNeeds } from './needs.ts'

export const mstpdProbes: Probes<typeof mstpdNeeds.brings> = {
  'user-stp': { made: 'a bridge whose spanning tree a daemon may run', make: userStp },
}

/** Linux 6.12 passes over the mode, and would run a tree of its own. */
function userStp(socket: NetlinkSocket): void {
  execute(socket, link.bridge(MADE, { vlanFiltering: false, userStp: true }))
  try {
    execute(socket, link.impossibleStpMode(MADE.index))
  } catch {
    return
  }
  throw new Error('it has no IFLA_BR_STP_MODE, which Linux 7.3 is the first to have')
}
