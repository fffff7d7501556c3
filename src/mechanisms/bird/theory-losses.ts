import { reason, type Reason } from '../../model/reason.ts'
import { sinceFault, type Span } from '../../theory/change.ts'
import { after } from '../../theory/course.ts'
import { receives } from '../../theory/lan.ts'
import type { World } from '../../theory/world.ts'
import { trackedSessionsOf, type BfdEnd, type TrackedSession } from '../bfd/data-tracked.ts'
import { detectionOf, soonestNs } from '../bfd/theory-detection.ts'
import type { Asked } from '../contract/theory.ts'

/** An end whose session goes down, and when it notices. */
export interface Loss extends Span {
  readonly end: BfdEnd
}

/** What a fault takes from the sessions of routes that are tracked; a text: why that cannot be said. */
export function lossesOf({ before, broken, earlier }: Asked): readonly Loss[] | Reason {
  const sessions = trackedSessionsOf(before.wiring.topology)
  if (sessions.some((one) => !isWhole(before, one)))
    return reason(
      'bird-lost-before',
    )`BFD has lost a gateway before the fault, and how its route comes back is not modelled`
  const settled = after(broken, earlier)
  const settledNs = Math.max(0, ...earlier.map((change) => sinceFault(change).highNs))
  const losses: Loss[] = []
  for (const session of sessions) {
    const [isStill, isAgain] = [isWhole(broken, session), isWhole(settled, session)]
    if (isStill && isAgain) continue
    if (isStill) return reason('bird-below')`BFD loses a gateway by what a mechanism below it does`
    if (isAgain && settledNs >= (soonestNs(session.ends[0].node, session.ends[1].node) ?? Infinity))
      return reason('bird-race')`a mechanism below BFD restores the way to a gateway about when BFD gives it up`
    if (!isAgain) losses.push(...noticed(broken, session))
  }
  return losses
}

const isWhole = (world: World, { ends: [a, b] }: TrackedSession): boolean =>
  receives(world, a.at, b.at) && receives(world, b.at, a.at)

/**
 * An end that receives nothing counts its detection time; to one that still receives the other end reports the loss, once it has
 * counted its own (RFC 5880 6.8.6).
 */
function noticed(world: World, { ends: [a, b] }: TrackedSession): readonly Loss[] {
  return [
    { end: a, far: b },
    { end: b, far: a },
  ].flatMap(({ end, far }) => {
    if (world.damage.hangs(end.node.name)) return []
    const ways = { receives: receives(world, end.at, far.at), hangs: world.damage.hangs(far.node.name) }
    const detected = detectionOf(end.node, far.node, ways)
    return detected === null ? [] : [{ end, ...detected }]
  })
}
