import type { BondActiveWait } from './data-kinds.ts'
import type { LacpCollected } from '../lacp/data-kinds.ts'
import type { CarrierWait } from '../link/data-kinds.ts'
import { seconds, type Ns } from '../../model/time.ts'
import type { BondMonitor } from '../../model/bond.ts'
import type { Node } from '../../model/topology.ts'
import { partnerless } from './theory-partner.ts'
import type { Wiring } from '../../theory/wiring.ts'
import { CARRIER, type Settled } from '../contract/settle.ts'

/** `node:bond` of LACP bonds that never find a partner. */
export const lonelyBonds = (wiring: Wiring): ReadonlySet<string> =>
  new Set(partnerless(wiring).map(({ node, bond }) => `${node}:${bond}`))

/**
 * What the bonds of a node must have reached. `lonely`: bonds that never find a partner, and so have nothing to wait for. `targetsAnswerNs`: until the targets of an ARP
 * monitor can be reached, behind a tree that has to grow first, or at an address that has to become active.
 */
export function bondWaits(node: Node, lonely: ReadonlySet<string>, targetsAnswerNs: Ns): readonly Settled[] {
  return node.interfaces.flatMap((one): readonly Settled[] => {
    if (one.kind !== 'bond' || lonely.has(`${node.name}:${one.name}`)) return []
    const { bond } = one
    const members = node.interfaces.filter((other) => other.master === one.name)
    const own = { node: node.name, name: one.name }
    if (bond.mode === '802.3ad') {
      const wait: LacpCollected = { wait: 'lacpCollected', ...own, members: members.length }
      return [{ wait, deadlineNs: LACP_DEADLINE[bond.lacpRate] + monitorDelay(bond.monitor) }]
    }
    if (bond.mode !== 'active-backup') {
      const wait: CarrierWait = { wait: 'carrier', ...own }
      return [{ wait, deadlineNs: CARRIER + monitorDelay(bond.monitor) }]
    }
    // Without a primary an ARP monitor that has had to search at the start keeps another leg than the first, which theory counts on.
    const isCounted = bond.monitor.by === 'arp' && bond.monitor.allTargets === undefined
    const member = bond.primary ?? (isCounted ? members[0]?.name : undefined)
    const wait: BondActiveWait = { wait: 'bondActive', ...own, ...(member === undefined ? {} : { member }) }
    const answeredNs = bond.monitor.by === 'arp' ? targetsAnswerNs : 0
    return [{ wait, deadlineNs: CARRIER + answeredNs + 2 * monitorDelay(bond.monitor) }]
  })
}

/** Aggregate_Wait 2 s and the exchange; a partner that speaks every 30 s may need three of its periods. */
const LACP_DEADLINE = { fast: seconds(40), slow: seconds(130) } as const

/** How long a monitor may take until it counts a member as up. */
function monitorDelay(monitor: BondMonitor): Ns {
  if (monitor.by === 'none') return 0
  return monitor.by === 'mii' ? monitor.miimonNs + monitor.updelayNs : monitor.intervalNs * (monitor.missedMax + 1)
}
