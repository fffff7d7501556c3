import { seconds, type Ns } from '../model/time.ts'
import type { Span } from './change.ts'
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

/** When a claimant that is faulty gives up its addresses. */
export function givesUp(world: World, { node, needs, hesitatesNs }: Claimant, hz: number): Span {
  const spans = needs
    .filter((name) => !world.hasCarrier(on(node, name)))
    .map((name) => countsNs(world, on(node, name), hesitatesNs(name), hz))
  return { lowNs: Math.min(...spans.map(({ lowNs }) => lowNs)), highNs: Math.min(...spans.map(({ highNs }) => highNs)) }
}

/** From the loss of a carrier until it counts, so long after the node has been told: a timer wakes a program at a tick. */
export const countsNs = (world: World, at: Endpoint, hesitatesNs: Ns, hz: number): Span => ({
  lowNs: hesitatesNs,
  highNs: toldNs(world, at, hz) + hesitatesNs + (hesitatesNs === 0 ? 0 : jiffyNs(hz)),
})
