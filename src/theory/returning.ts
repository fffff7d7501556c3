import type { Effect } from '../model/fault.ts'
import { reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import { endpointText, type BondInterface, type Endpoint } from '../model/topology.ts'
import type { Return } from '../model/window.ts'
import type { Claimed } from './claim.ts'
import type { Course } from './course.ts'
import { Damage, silentAt } from './damage.ts'
import type { ExpectedOutage } from './outage.ts'
import { arrives, type Way } from './path.ts'
import type { Wiring } from './wiring.ts'
import type { World } from './world.ts'

const SOURCE = 'net/bridge/br_stp_if.c: br_stp_enable_port; net/bridge/br_stp_timer.c: br_forward_delay_timer_expired'

/** A port of an 802.1D bridge that gets its light back, and how long it blocks then. */
interface Opening {
  readonly at: Endpoint
  readonly forwardDelayNs: Ns
}

/** When traffic goes back to where it was before the fault; `isBack`: it had gone nowhere. */
interface Turn {
  readonly fromNs: Ns
  readonly isBack: boolean
}

/**
 * What the healing costs one direction of a flow, where this is known: a bridge port that gets its light back listens and
 * learns first, 2 × forward_delay, and traffic that is sent to it meanwhile is lost. Traffic that had no other way waits for
 * the port; other traffic is sent there as soon as its mechanism returns. null: nothing is known, or it costs nothing.
 */
export function returnOf(
  course: Course,
  { drift, effects }: Cause,
  way: Way,
  outage: ExpectedOutage,
): Omit<Return, 'on' | 'direction'> | null {
  const { before } = course
  const isLost = (world: World, openings: readonly Opening[]): boolean =>
    !arrives(world.damaged(new Damage([...drift, ...openings.flatMap(({ at }) => silentAt(at))])), way)
  const needed = openingsOf(before.wiring, effects).filter((opening) => isLost(before, [opening]))
  const slowest = needed.toSorted((a, b) => b.forwardDelayNs - a.forwardDelayNs)[0]
  if (slowest === undefined) return null
  const turn = turnOf(course, outage, (world) => isLost(world, needed))
  const costNs = turn === null ? 0 : 2 * slowest.forwardDelayNs - turn.fromNs
  if (turn === null || costNs <= 0) return null
  return {
    kind: turn.isBack ? 'back' : 'reversionOutage',
    costNs,
    because: reason(
      'tree-listens-and-learns',
    )`${{ port: endpointText(slowest.at) }} listens and learns before it forwards, 2 × forward_delay`,
    source: SOURCE,
  }
}

interface Cause {
  readonly drift: readonly Effect[]
  readonly effects: readonly Effect[]
}

function openingsOf(wiring: Wiring, effects: readonly Effect[]): readonly Opening[] {
  return effects.flatMap(({ effect, at }): readonly Opening[] => {
    const bridge = effect === 'carrier-lost' ? wiring.master(at) : undefined
    return bridge?.kind === 'bridge' && bridge.stp !== undefined
      ? [{ at, forwardDelayNs: bridge.stp.forwardDelayNs }]
      : []
  })
}

/** `isLost`: in such a world, with the ports still blocked. */
function turnOf(course: Course, { detection, highNs }: ExpectedOutage, isLost: (world: World) => boolean): Turn | null {
  const { before, changes } = course
  // A routing protocol goes back by timers of its own.
  // A nexthop that is gone stays gone.
  if (changes.some(({ reaction: { react } }) => react === 'routes' || react === 'nexthops-removed')) return null
  if (detection === null) {
    // What has moved, but to where it does not work either, may stay there after the healing.
    const isStill = !changes.some(({ reaction: { react } }) => react === 'bond-active' || react === 'addresses-taken')
    return highNs === null && isStill ? { fromNs: 0, isBack: true } : null
  }
  // The better way is heard of at once, and the port that has taken over blocks.
  if (detection.watch === 'stpPort') return { fromNs: 0, isBack: highNs === null }
  if (highNs === null) return null
  if (detection.watch === 'carrier') return { fromNs: 0, isBack: false }
  const claimed = before.wiring.claimOf(detection.node, detection.name)
  if (claimed?.claim.watch === detection.watch) return turnOfClaim(course, claimed, isLost)
  if (detection.watch !== 'bondActive') return null
  const bond = before.wiring.bond(detection.node, detection.name)
  if (bond?.bond.monitor.by !== 'mii' || !returnsToPrimary(bond, detection.state)) return null
  return { fromNs: bond.bond.monitor.updelayNs, isBack: false }
}

/** An active-backup bond leaves this leg for its primary by itself. With legs of one speed `better` does not (bond_choose_primary_or_current). */
export function returnsToPrimary({ bond }: BondInterface, leg: string): boolean {
  if (bond.mode !== 'active-backup') return false
  return bond.primary !== undefined && bond.primary !== leg && bond.primaryReselect === 'always'
}

/**
 * The claimant that is healed has its routes again at once, and traffic is sent to it where nothing else decides; else from
 * when it has taken its addresses back. Where its announcement is not received and that of the other one is, nothing is lost.
 */
function turnOfClaim(
  { before, changes }: Course,
  { claim, claimant }: Claimed,
  isLost: (world: World) => boolean,
): Turn | null {
  const taken = changes.flatMap(({ reaction }) => (reaction.react === 'addresses-taken' ? [reaction] : []))
  if (isLost(before.after(...taken))) return { fromNs: 0, isBack: false }
  const back = taken.flatMap((one) => {
    const first = before.wiring.claimOf(one.node, one.claimant)?.claim.claimants[0]
    return first === undefined ? [] : [{ react: 'addresses-taken', node: first.node, claimant: first.name } as const]
  })
  const [first] = claim.claimants
  if (first === undefined || first.takesBackNs === null || first.node === claimant.node) return null
  return isLost(before.after(...taken, ...back)) ? { fromNs: first.takesBackNs, isBack: false } : null
}
