import type { Ns } from './time.ts'
import type { Direction, SessionVerdict } from './traffic.ts'

/** One trial, measured. */
export interface TrialMeasure {
  readonly index: number
  readonly seed: number
  readonly phase: number
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
  readonly doubts: readonly string[]
}

export interface FlowMeasure {
  readonly name: string
  readonly direction: Direction
  readonly streams: number
  /** Streams that the fault hit. */
  readonly affected: number
  readonly sent: number
  readonly received: number
  readonly lost: number
  /** Of the lost ones those that arrived too late. */
  readonly overdue: number
  readonly duplicated: number
  readonly reordered: number
  readonly outcome: 'recovered' | 'never' | 'untouched'
  /** Of the worst stream, from injection to the end of watching. */
  readonly outages: readonly Outage[]
  /** The longest between injection and healing; null: never recovered, or nothing was lost. */
  readonly outageNs: Ns | null
  /** Never recovered: the time watched. */
  readonly atLeastNs: Ns | null
  /** A stream was down when the watching ended: since when; null: all were back. */
  readonly openNs: Ns | null
  readonly totalNs: Ns
  /** Probe spacing + injection width + clock. */
  readonly errorNs: Ns
  readonly detectionNs: Ns | null
  /** Of these two: injection width, clock, and half of the time in which the state can have changed; 0 where the time is null. */
  readonly detectionErrorNs: Ns
  readonly reversionTimeNs: Ns | null
  readonly reversionTimeErrorNs: Ns
  readonly reversionOutageNs: Ns | null
  /** Losses that neither contain nor follow the injection. */
  readonly noise: readonly Outage[]
}

export interface Outage {
  readonly startNs: Ns
  readonly endNs: Ns | null
  readonly lost: number
}

export interface SessionMeasure {
  readonly name: string
  readonly verdict: SessionVerdict
  readonly stallNs: Ns
  readonly errorNs: Ns
  readonly evidence: readonly string[]
}

export interface TargetVerdict {
  readonly on: string
  readonly text: string
  readonly verdict: 'met' | 'missed' | 'unknown'
  /** The value that decided, with its error: `3.42 s ± 11 ms (worst of 20)`. */
  readonly measured: string
  readonly bound: string
  readonly because: string
  /** The trial that decided, or the worst one; null where there is none. */
  readonly trial: number | null
}
