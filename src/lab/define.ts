import { callSite } from '../model/callsite.ts'
import type { Fault } from '../model/fault.ts'
import type { GateKind, Lab } from '../model/lab.ts'
import { throwProblems } from '../model/problem.ts'
import type { DurationText } from '../model/time.ts'
import type { Site } from '../model/topology.ts'
import type { Flow, SessionVerdict, Traffic } from '../model/traffic.ts'
import { placesFrom } from '../model/locate.ts'
import { readLab } from './read.ts'
import type { BoundText, LossBoundText } from './target.ts'

/** Each of them of the worst stream of either direction; times as `'< 4s'` or `'p95 < 3s'`. */
export interface FlowTargets {
  /** The longest outage that the fault causes, up to the healing. */
  readonly outage?: BoundText
  /** All outages together, from the injection to the end of watching. */
  readonly total?: BoundText
  /**
   * Packets that never arrived, from the injection to the end of watching: a share of those that were sent, `'< 0.1%'`, or
   * a number, `'<= 20 packets'`. Under random loss this is what a promise can be about: an outage is only the longest gap.
   */
  readonly lost?: LossBoundText
  /** From the injection to the event by which the mechanism detects the fault. */
  readonly detection?: BoundText
  /** From the healing until traffic flows again where the fault had stopped it; 0 where it flowed. RFC 6414 3.5.4 */
  readonly back?: BoundText
  /** From the healing until traffic is on the preferred path again. */
  readonly reversionTime?: BoundText
  /** The longest outage that begins with or after the healing: what the return itself costs. */
  readonly reversionOutage?: BoundText
}

export interface SessionTargets {
  /** The worst verdict that is still right: `survived` allows `untouched` too. */
  readonly atLeast?: Exclude<SessionVerdict, 'dead'>
  /** The longest time without fresh bytes. */
  readonly stall?: BoundText
}

type TargetsOf<T> = T extends Flow ? FlowTargets : SessionTargets
type TrafficRecord = Readonly<Record<string, Traffic>>

export interface ExperimentSpec<T extends TrafficRecord> {
  readonly fault: Fault
  /** There from the start, and silent until the failover. */
  readonly drift?: Fault
  /** From injection to healing. */
  readonly hold: DurationText
  /** How long traffic is watched after healing. Default `'10s'`. */
  readonly recover?: DurationText
  /** How long every flow must be clean before the fault. Default `'2s'`. */
  readonly settle?: DurationText
  readonly trials: number
  /** `'full'` (default): redundant before the fault, with evidence. `'naive'`: carrier up, bond up, ping works. */
  readonly gate?: GateKind
  /** Switch over and back once before the fault, so that the standby is proven. */
  readonly rehearse?: boolean
  readonly targets: { readonly [K in keyof T]?: TargetsOf<T[K]> }
}

export interface LabSpec<T extends TrafficRecord> {
  /** What a generator of `backhoe-lab/topologies` returned, or `compose`. */
  readonly topology: Site
  readonly traffic: T
  /** By name; a name is what reports and `--only` say. */
  readonly experiments: Readonly<Record<string, ExperimentSpec<NoInfer<T>>>>
}

/**
 * A lab: what is wired, what flows over it, what goes wrong and what must hold. Its name is its file's.
 * Throws one BackhoeError with every problem of the lab.
 */
export function defineLab<T extends TrafficRecord>(spec: LabSpec<T>): Lab {
  const { lab, problems } = readLab(spec, placesFrom(callSite()))
  throwProblems(problems)
  return lab
}
