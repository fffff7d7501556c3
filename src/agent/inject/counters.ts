import type { Endpoint } from '../../model/topology.ts'
import { linkNamed } from '../netlink/dump.ts'
import { netlinkOf } from '../netlink/socket.ts'
import type { Namespaces } from '../netns.ts'

/** Packets that the interface has sent and received since it was made. */
export function packetsOf(namespaces: Namespaces, endpoint: Endpoint): number {
  const { stats } = linkNamed(netlinkOf(namespaces, endpoint.node), endpoint.interface)
  return stats.rxPackets + stats.txPackets
}
