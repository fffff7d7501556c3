import type { Ns } from './time.ts'

/**
 * A periodic timer whose phase decides where in its window an outage falls.
 * The agent counts it from an event of that timer, seen or provoked.
 */
export interface Phase {
  readonly periodNs: Ns
  readonly after: PhaseEvent
  /** The timer's name, unique in a lab: `advertisements that r2 receives on lan`. */
  readonly because: string
}

/** An event of a timer. Its kind names the mechanism that owns it, and the types of each kind are in `src/mechanisms/NAME/data-kinds.ts`. */
export interface PhaseEvent {
  readonly event: string
  readonly node: string
  /** The agent starts this timer anew, at a multiple of so much; absent: it runs by itself. */
  readonly granuleNs?: Ns
}

/** Over which timers the trials of one fault are spread. */
export interface PhasePlan {
  /** Those that theory names for any flow, the longest period first. */
  readonly named: readonly Phase[]
  /** Where theory names none, or is silent for a direction: periodic timers of the topology that no multicast shows. */
  readonly others: readonly Phase[]
  /** There too: what is periodic among the multicast frames of the nodes before the fault, up to this period; null: unasked. */
  readonly heardNs: Ns | null
  /** Only over the longest of them all: theory speaks for every flow, and says that none decides. */
  readonly onlyLongest: boolean
  /** How much longer than for the first timer's phase a trial may wait, so that the others come near theirs. */
  readonly extraNs: Ns
}

/** Where no periodic timer is known, trials are spread over so much of the lab's clock. */
export const DEFAULT_PERIOD_NS: Ns = 1e9

/** From the gate to the fault at the latest: an event of each timer, then the phases. */
export function phaseWaitNs({ named, others, heardNs, extraNs }: PhasePlan): Ns {
  const timers = [...named, ...others]
  const longestNs = Math.max(0, ...timers.map(({ periodNs }) => periodNs))
  // Such a timer is started anew two periods before the fault, at a run of the timer wheel.
  const startedNs = Math.max(
    0,
    ...timers.map(({ after, periodNs }) => (after.granuleNs === undefined ? 0 : 3 * periodNs)),
  )
  return longestNs + startedNs + Math.max(longestNs, heardNs ?? 0, heardNs === null ? 0 : DEFAULT_PERIOD_NS) + extraNs
}
