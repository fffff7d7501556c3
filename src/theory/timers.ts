import type { Phase, PhasePlan } from '../model/phase.ts'
import { seconds, type Ns } from '../model/time.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import { distinct } from './outage.ts'
import type { Wiring } from './wiring.ts'

/** A gate is long enough to hear three frames of such a period. */
const HEARD_NS: Ns = seconds(5)
/** Where theory speaks for every flow and no timer decides, none is worth a long wait: neighbour entries grow old meanwhile. */
const HEARD_AT_ONCE_NS: Ns = seconds(2.5)
/** For the second of two timers, and others, to come near the phase that is wanted of them. */
const EXTRA_NS: Ns = seconds(3)

/**
 * Over which timers the trials are spread: those that theory names. Where it names none, or is silent for a direction, over
 * the topology's other periodic timers and what is heard on the wire as well. `silent`: for any direction.
 */
export function phasePlan(named: readonly Phase[], silent: boolean, wiring: Wiring, hz: number): PhasePlan {
  if (named.length > 0 && !silent)
    return { named, others: [], heardNs: null, onlyLongest: false, extraNs: differ(named) ? EXTRA_NS : 0 }
  const others = unheard(wiring, hz)
  if (silent) return { named, others, heardNs: HEARD_NS, onlyLongest: false, extraNs: EXTRA_NS }
  return {
    named,
    others: others.filter(({ periodNs }) => periodNs <= HEARD_AT_ONCE_NS),
    heardNs: HEARD_AT_ONCE_NS,
    onlyLongest: true,
    extraNs: 0,
  }
}

/** Timers that run by themselves, with different periods. */
const differ = (phases: readonly Phase[]): boolean =>
  new Set(phases.flatMap(({ after, periodNs }) => (after.granuleNs === undefined ? [periodNs] : []))).size > 1

/** Periodic timers of the topology that cannot be found by listening for multicast frames, or are too rare for that. */
const unheard = (wiring: Wiring, hz: number): readonly Phase[] =>
  distinct(THEORIES.flatMap((mechanism) => mechanism.phases?.(wiring, hz, HEARD_NS) ?? []))
