import type { Effect } from '../model/fault.ts'
import type { Ns } from '../model/time.ts'
import type { Span } from './change.ts'
import { crossesEach, delaysNs } from './impaired.ts'
import type { Way } from './path.ts'
import type { World } from './world.ts'

/** What constant delays of the drift add to a session's round trips. */
export interface RoundTrip {
  /** Before the fault: TCP has measured it. */
  readonly delay: Span
  /** After it, on another path perhaps, at most. */
  readonly lateNs: Ns
}

/** `worlds`: before the fault, and once all has reacted. */
export function roundTripOf(
  worlds: readonly [before: World, after: World],
  ways: readonly Way[],
  drift: readonly Effect[],
): RoundTrip {
  const [crossed, later] = worlds.map((world) => ways.map((way) => crossesEach(world, way, drift)))
  const isLater = later?.some((some) => some.length > 0) === true
  const lowNs = (crossed ?? []).reduce((sum, some) => sum + delaysNs(some), 0)
  const highNs = lowNs > 0 ? Math.max(lowNs, delaysNs(drift)) : 0
  return { delay: { lowNs, highNs }, lateNs: lowNs > 0 || isLater ? Math.max(lowNs, delaysNs(drift)) : 0 }
}
