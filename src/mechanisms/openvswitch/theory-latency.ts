import { reason } from '../../model/reason.ts'
import { ms, type Ns } from '../../model/time.ts'
import { hasOpenVSwitch, type Topology } from '../../model/topology.ts'
import { altered, type Change, type Reactions } from '../../theory/change.ts'

/** The main thread comes round: frames, netlink, the database. */
export const WORK_NS: Ns = ms(60)
/** The datapath's flows are looked through at the latest so much later (ofproto_max_revalidator). */
export const REVALIDATED_NS: Ns = ms(500)

/**
 * Gratuitous ARP crosses switches in userspace, and packets follow it only when they have let it through: the main thread of
 * each has to come round. A bond's addresses move to another port by it, and the flows that lead to the old one end when the
 * datapath's are looked through.
 */
export function crossed({ changes, blocked }: Reactions, topology: Topology): Reactions {
  if (!hasOpenVSwitch(topology)) return { changes, blocked }
  const later = ({ lowNs, highNs, because, reaction: { react } }: Change) => {
    const moreNs = react === 'addresses-taken' ? WORK_NS : react === 'bond-active' ? WORK_NS + REVALIDATED_NS : 0
    if (moreNs === 0) return { lowNs, highNs, because }
    return {
      lowNs,
      highNs: highNs + moreNs,
      because: reason(
        'userspace-follows',
      )`${{ reaction: because }}; switches in userspace follow its announcement within ${{ moreNs }}`,
    }
  }
  return { changes: altered(changes, later), blocked }
}
