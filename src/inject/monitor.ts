import { bondMiimon } from '../linux/netlink/link.ts'
import type { Namespaces } from '../linux/netns.ts'
import { linkOf } from './interfaces.ts'
import type { Ns } from '../model/time.ts'

/**
 * Starts a bond's link monitor anew: it runs at once, and from then on at its usual pace (drivers/net/bonding/bond_options.c:
 * bond_option_miimon_set). Its setting is the same before and after, and what it has seen of its legs is kept.
 */
export function restartMonitor(namespaces: Namespaces, node: string, bond: string, miimonNs: Ns): void {
  const { index } = linkOf(namespaces, node, bond)
  const text = `ip link set ${bond} type bond miimon`
  namespaces.netlink(node).execute([
    { message: bondMiimon(index, 0), text: `${text} 0` },
    { message: bondMiimon(index, miimonNs), text: `${text} ${String(miimonNs / 1e6)}` },
  ])
}
