import { seconds, type Ns } from '../model/time.ts'
import type { Claimant } from './claim.ts'
import { jiffyNs, latestNs } from './ticks.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'
import type { Endpoint } from '../model/topology.ts'

/** An interface that it needs has no carrier. A process that stands still gives nothing up. */
export const isFaulty = (world: World, { node, needs }: Claimant): boolean =>
  !world.damage.hangs(node) && needs.some((name) => !world.hasCarrier(on(node, name)))

/** It has removed the addresses and answers for none: by a fault, or since one that is over, until it takes them again. */
export const hasGivenUp = (world: World, claimant: Claimant): boolean =>
  isFaulty(world, claimant) || world.givenUp(claimant)

/** linkwatch runs once a second for events that it does not call urgent (net/core/link_watch.c: __linkwatch_run_queue). */
const LINKWATCH_NS: Ns = seconds(1)

/**
 * The longest time until a node is told that one of its interfaces has lost its carrier: a jiffy. The event of a bridge is not urgent
 * and may wait for a second more. What stands on the bridge loses its carrier with that event (linkwatch_urgent_event;
 * net/8021q/vlan.c: vlan_device_event).
 */
export const toldNs = ({ wiring }: World, at: Endpoint, hz: number): Ns =>
  jiffyNs(hz) + (wiring.isOnBridge(at) ? latestNs(LINKWATCH_NS, hz) : 0)

/** Until a claimant that is faulty has given up its addresses, at the latest. */
export const givesUpNs = (world: World, { node, needs }: Claimant, hz: number): Ns =>
  Math.min(
    ...needs.map((name) => on(node, name)).flatMap((at) => (world.hasCarrier(at) ? [] : [toldNs(world, at, hz)])),
  )
