import type { Endpoint } from '../model/topology.ts'
import type { Namespaces } from '../linux/netns.ts'
import { linkOf } from './interfaces.ts'

/** Packets that the interface has sent and received since it was made. */
export function packetsOf(namespaces: Namespaces, endpoint: Endpoint): number {
  const { stats } = linkOf(namespaces, endpoint.node, endpoint.interface)
  return stats.rxPackets + stats.txPackets
}
