import type { Unit } from './quantity.ts'
import type { Reason } from './reason.ts'
import type { Ns } from './time.ts'
import type { Direction, SessionVerdict } from './traffic.ts'

/** One trial, measured. */
export interface TrialMeasure {
  readonly index: number
  readonly seed: number
  /** Of each timer that the trials are spread over. */
  readonly phases: readonly PhaseMeasure[]
  readonly gate: { readonly passed: boolean; readonly because: string }
  /** Which variant of a selector was taken. */
  readonly variant: number
  readonly fault: {
    readonly injectedNs: readonly [Ns, Ns] | null
    readonly healedNs: readonly [Ns, Ns] | null
    readonly proof: { readonly live: boolean; readonly removed: boolean; readonly evidence: readonly string[] }
  }
  readonly flows: readonly FlowMeasure[]
  readonly sessions: readonly SessionMeasure[]
  /** Why nothing may be concluded from this trial; empty: it counts. */
  readonly doubts: readonly Reason[]
}

/** Where in its period a timer was when the fault struck. */
export interface PhaseMeasure {
  readonly timer: string
  readonly source: 'theory' | 'topology' | 'wire' | 'default'
  readonly periodNs: Ns
  /** In which steps it could be chosen; 0: any; null: it was only seen. */
  readonly stepNs: Ns | null
  /** [0, 1). */
  readonly phase: number
}

export interface FlowMeasure {
  readonly name: string
  readonly direction: Direction
  readonly streams: number
  /** Streams that the fault hit. */
  readonly affected: number
  readonly sent: number
  /** Arrived in time: `sent` less `lost` and `overdue`. */
  readonly received: number
  /** Never arrived. */
  readonly lost: number
  /** Arrived, but later than the flow's `overdue` allows. In an outage they count as lost ones do (RFC 6412: impaired). */
  readonly overdue: number
  readonly duplicated: number
  readonly reordered: number
  /** `never`: some stream was down when the fault was healed. */
  readonly outcome: 'recovered' | 'never' | 'untouched'
  /** Of the worst stream, from injection to the end of watching. */
  readonly outages: readonly Outage[]
  /** The longest that was over before the healing; null: none was. */
  readonly outageNs: Ns | null
  /** The longest that was not over when the fault was healed: until then; null: all were. */
  readonly atLeastNs: Ns | null
  /** The longest of those that were not over when the watching ended either: until then; null: all were. */
  readonly goneNs: Ns | null
  /** From the healing until what was still down was back, 0 where nothing was; null: not healed. */
  readonly backNs: Ns | null
  /** Something that was down at the healing was not back when the watching ended: from the healing until then. */
  readonly backAtLeastNs: Ns | null
  /** The longest outage that began with or after the healing and was over when the watching ended; null: not healed. */
  readonly reversionOutageNs: Ns | null
  /** One that began so and was not over: until then; null: all were. */
  readonly reversionAtLeastNs: Ns | null
  readonly totalNs: Ns
  /** Of the stream that lost the largest share: packets that never arrived, of those sent from the injection on. */
  readonly worstLoss: { readonly lost: number; readonly sent: number }
  readonly error: MeasureError
  /** The sum of `error`. */
  readonly errorNs: Ns
  readonly detectionNs: Ns | null
  /** Of these two: injection width, clock, and half of the time in which the state can have changed; 0 where the time is null. */
  readonly detectionErrorNs: Ns
  /** From the healing until traffic was on the preferred path again; null: nothing had moved, or it was not back. */
  readonly reversionTimeNs: Ns | null
  /** It was not back when the watching ended: from the healing until then; null otherwise. */
  readonly reversionAwayNs: Ns | null
  readonly reversionTimeErrorNs: Ns
  /** Losses that neither contain nor follow the injection. */
  readonly noise: readonly Outage[]
}

/** How far a flow's figures may be wrong, by cause. */
export interface MeasureError {
  /** Between two probes of a stream. */
  readonly spacingNs: Ns
  /** Between the stamps around the injection, or around the healing. */
  readonly stampsNs: Ns
  /** How late probes left. */
  readonly latenessNs: Ns
  /** An outage lies across the healing: how long a packet is on its way, and so on either side of it. */
  readonly splitNs: Ns
}

/** By the departures of its first packet that did not arrive in time, and of the first of those that do again. */
export interface Outage {
  readonly startNs: Ns
  readonly endNs: Ns | null
  /** Packets that never arrived. */
  readonly lost: number
  /** Packets that arrived too late. */
  readonly overdue: number
}

export interface SessionMeasure {
  readonly name: string
  /** Unknown: silent when the watching ended, and not shown to be dead. */
  readonly verdict: SessionVerdict | 'unknown'
  /** What it is at best, whatever becomes of a silence at the end. */
  readonly atBest: Exclude<SessionVerdict, 'dead'>
  /** Why it is dead or unknown; null: it is neither. */
  readonly because: Reason | null
  /** The longest that ended; 0: there was none. */
  readonly stallNs: Ns
  /** One that had not ended with the watching: until then; null: all had. */
  readonly stallAtLeastNs: Ns | null
  /** The longest that began before the return can have caused it, open or not: what a window bounds. */
  readonly faultStallNs: Ns
  /** The longest of the others, open or not: what the return caused, 0 where it caused none; null: not healed. */
  readonly returnStallNs: Ns | null
  readonly errorNs: Ns
  readonly evidence: readonly string[]
}

export interface TargetVerdict {
  readonly on: string
  readonly text: string
  readonly verdict: 'met' | 'missed' | 'unknown'
  /** The value that decided, with its error: `3.42 s ± 11 ms (worst of 20)`. */
  readonly measured: string
  /** The same as numbers: of the worst trial, or of the quantile; [] where nothing was measured. */
  readonly figures: readonly MeasuredFigure[]
  readonly bound: string
  readonly because: Reason
  /** What the return cost a flow or a session, and whether it costs something that no target binds; null: nothing can be said. */
  readonly returned: { readonly because: Reason; readonly isUnbound: boolean } | null
  /** The trial that decided, or the worst one; null where there is none. */
  readonly trial: number | null
  /** All trials whose value is that one: none is worse. */
  readonly worst: readonly number[]
}

/** One number of a trial, and how far it may be wrong. */
export interface MeasuredFigure {
  readonly unit: Unit
  /** Nanoseconds, a share of 1, or packets. */
  readonly value: number
  readonly error: number
  /** What it had not ended with, so that it is at least so large; null: it had ended. */
  readonly open: 'healed' | 'watched' | null
}
