/*
 * The room of labs as users write them: a TypeScript file becomes a validated lab and its plan.
 * It owns `defineLab`, `flow` and `session`, the grammar of targets, and the worker in which a user's program is evaluated.
 * It never lets anything but data out of that worker, and it reports all problems of a lab at once, each with its line.
 * Begin here: `defineLab`, below. Then `read.ts` and `read-experiment.ts` (what was given becomes a lab), `traffic.ts`, `target.ts`,
 * `load.ts` (a file becomes a plan) and `worker.ts` (evaluates it).
 */
import { CallSite } from '../words/callsite.ts'
import type { Fault } from '../model/fault.ts'
import type { GateKind, Lab } from '../model/lab.ts'
import { throwProblems } from '../model/problem.ts'
import type { DurationText } from '../model/time.ts'
import type { Site } from '../model/topology.ts'
import type { Flow, SessionVerdict, Traffic } from '../model/traffic.ts'
import { readLab } from './read.ts'
import { keepSite, siteOf } from './site-of.ts'
import type { BoundText, LossBoundText } from './target.ts'

/** Each bounds the value of the worst stream in its worse direction. Default of each: no target. */
export interface FlowTargets {
  /** The longest outage that the fault causes, up to the healing. */
  readonly outage?: BoundText
  /** All outages together, from the injection to the end of watching. */
  readonly total?: BoundText
  /**
   * Packets that never arrived, from the injection to the end of watching: a share of those that were sent, `'< 0.1%'`, or
   * a number, `'<= 20 packets'`. Under random loss bind this one: an outage is then only the longest gap.
   */
  readonly lost?: LossBoundText
  /** From the injection to the event by which the mechanism detects the fault. */
  readonly detection?: BoundText
  /** From the healing until traffic flows again where the fault had stopped it; 0 where it had not (RFC 6414 3.5.4). */
  readonly back?: BoundText
  /** From the healing until traffic is on the preferred path again. */
  readonly reversionTime?: BoundText
  /** The longest outage that begins with or after the healing: what the return itself costs. */
  readonly reversionOutage?: BoundText
}

/** What a session must come through with. Default of each: no target. */
export interface SessionTargets {
  /** The worst verdict that is accepted: `survived` accepts `untouched` too. */
  readonly atLeast?: Exclude<SessionVerdict, 'dead'>
  /** The longest time without fresh bytes, from the injection to the end of watching. */
  readonly stall?: BoundText
}

type TargetsOf<T> = T extends Flow ? FlowTargets : SessionTargets
type TrafficRecord = Readonly<Record<string, Traffic>>

/** One fault, how often and for how long it strikes, and what must hold. */
export interface ExperimentSpec<T extends TrafficRecord> {
  /** What goes wrong. */
  readonly fault: Fault
  /** A second fault that is there from the start of each trial to its end, and silent until the failover. Default: none. */
  readonly drift?: Fault
  /** Time from the injection to the healing; at least until a fault of several steps has played out. */
  readonly hold: DurationText
  /** How long traffic is watched after healing. Default `'10s'`. */
  readonly recover?: DurationText
  /** How long every flow must be clean before the fault. Default `'2s'`. */
  readonly settle?: DurationText
  /** How often, 1 to 100,000; each trial has a network of its own. */
  readonly trials: number
  /**
   * What must hold before the fault. `'full'`: evidence that the design is redundant. `'naive'`: carrier up, bond up, ping works.
   * Default `'full'`.
   */
  readonly gate?: GateKind
  /** Switch over and back once before the fault, so that the standby is proven. Default false. */
  readonly rehearse?: boolean
  /** What must hold, by the name of the traffic: of a flow `FlowTargets`, of a session `SessionTargets`. */
  readonly targets: { readonly [K in keyof T]?: TargetsOf<T[K]> }
}

export interface LabSpec<T extends TrafficRecord> {
  /** What a generator of `backhoe-lab/topologies` returned, `{ topology: net.build() }` of a composed network, or `fromContainerlab(…)`. */
  readonly topology: Site
  /** Flows and sessions by name: 1 to 100 printable characters on one line, without `/` and `\`. */
  readonly traffic: T
  /** By name, as reports and `--only` write it; the same characters as for traffic. */
  readonly experiments: Readonly<Record<string, ExperimentSpec<NoInfer<T>>>>
}

/**
 * A lab: what is wired, what flows over it, what goes wrong and what must hold. Its name is its file's.
 * Throws one BackhoeError with every problem of the lab.
 */
export function defineLab<T extends TrafficRecord>(spec: LabSpec<T>): Lab {
  const { lab, problems } = readLab(spec, new CallSite())
  throwProblems(problems)
  return keepSite(lab, siteOf(spec.topology))
}
