import type { StateMatch } from './handle.ts'
import type { PhasePlan } from './phase.ts'
import type { Reason } from './reason.ts'
import type { Silence } from './silence.ts'
import type { ReturnKind } from './target.ts'
import type { Ns } from './time.ts'
import type { Direction } from './traffic.ts'

/** How long nothing arrives between the fault and its healing, as the configured timers allow. */
export interface Window {
  /** Name of the flow, or of the session. */
  readonly on: string
  /** Absent: of a session, which needs both; its window is that of its longest stall. */
  readonly direction?: Direction
  readonly lowNs: Ns
  /** null: it does not come back before the healing; `lowNs` is how long it is gone by then at least. */
  readonly highNs: Ns | null
  /**
   * The top were the fault not healed: the healing may cut the outage short. null: for good. Absent: the same as `highNs`,
   * and nothing is cut short.
   */
  readonly unhealedNs?: Ns | null
  /** A lower top, which holds in so many phases of a timer in so many. Absent: there is none. */
  readonly usual?: UsualTop
  /**
   * Where it does not come back before the healing: packets of so long before it may wait in a queue, and arrive after it.
   * Absent: all are lost.
   */
  readonly releasedNs?: Ns
  /** The mechanism with its figures: `VRRPv3: 2A + skew … 3A + skew, A = 1 s, skew = 609 ms`. */
  readonly because: Reason
  /** RFC clause or kernel function. */
  readonly source: string
  /** The event that the mechanism's theory names as detection. */
  readonly detection: StateMatch | null
  /** Names of the periodic timers that decide where in it an outage falls. */
  readonly timers: readonly string[]
}

/** What the healing costs a direction of a flow, about, where theory knows it. */
export interface Return {
  /** Name of the flow. */
  readonly on: string
  readonly direction: Direction
  /** `back`: it was still down, and is back after so long; `reversionOutage`: it had come back, and is down again for so long. */
  readonly kind: ReturnKind
  readonly costNs: Ns
  readonly because: Reason
  /** RFC clause or kernel function. */
  readonly source: string
}

/** In 29 of 30 phases it is back within `highNs`. */
export interface UsualTop {
  readonly highNs: Ns
  readonly phases: number
  readonly of: number
}

/** The top that the timers allow where nobody heals the fault; null: for good. */
export const unhealedTop = ({ highNs, unhealedNs }: Pick<Window, 'highNs' | 'unhealedNs'>): Ns | null =>
  unhealedNs === undefined ? highNs : unhealedNs

/** Everything theory says of one experiment. */
export interface Prediction {
  readonly windows: readonly Window[]
  readonly phases: PhasePlan
  /** Where theory is silent, and why. */
  readonly silent: readonly Silence[]
  readonly returns: readonly Return[]
}
