import type { Effect } from '../model/fault.ts'
import { reason, type Reason } from '../model/reason.ts'
import { hasOpenVSwitch } from '../model/topology.ts'
import { after, type Course } from './course.ts'
import { hopsOf, isAnswered, type Way } from './path.ts'
import { on } from './wiring.ts'
import { sameEndpoint } from './world.ts'

/**
 * A bond with fail_over_mac active gets another MAC with its active leg and forgets its neighbours then (bond_do_fail_over_mac,
 * NETDEV_CHANGEADDR: neigh_changeaddr): its next packet asks for them, and its gratuitous ARP gives its neighbours the new MAC
 * (arp_process). Where both are sure to get through at once, since nothing else moves or is impaired, the bond is as any other.
 * Why that is not sure; null: it is, or no such bond moves on this way.
 */
export function unsureMac(
  { broken, changes }: Pick<Course, 'broken' | 'changes'>,
  way: Way,
  effects: readonly Effect[],
): Reason | null {
  const then = after(broken, changes)
  const moved = changes.flatMap(({ reaction }) => {
    if (reaction.react !== 'bond-active') return []
    const config = broken.wiring.bond(reaction.node, reaction.bond)?.bond
    if (config?.mode !== 'active-backup' || config.failOverMac !== 'active') return []
    const at = on(reaction.node, reaction.bond)
    const isOnWay = hopsOf(then, way).some((hop) => sameEndpoint(hop.egress, at) || sameEndpoint(hop.neighbour, at))
    return isOnWay ? [{ reaction, config }] : []
  })
  const [first] = moved
  if (first === undefined) return null
  const isSure =
    changes.length === 1 &&
    first.config.numGratArp !== 0 &&
    effects.every(({ effect }) => effect !== 'impaired' && effect !== 'carrier-flaps') &&
    !hasOpenVSwitch(broken.wiring.topology) &&
    isAnswered(then, way)
  const { node, bond } = first.reaction
  return isSure
    ? null
    : reason(
        'fail-over-mac-unlearned',
      )`${{ node }}:${{ bond }} gets another MAC with its active leg (fail_over_mac active), and when its neighbours learn that is not modelled`
}
