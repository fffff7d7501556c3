import type { FlowMeasure, SessionMeasure, TrialMeasure } from '../model/measure.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import type { Direction } from '../model/traffic.ts'
import type { Window } from '../model/window.ts'

/** A measured outage that the timers do not allow: a wrong model, a wrong setting or a bad measurement. */
export interface OutsideWindow {
  readonly on: string
  /** Absent: a session's stall. */
  readonly direction?: Direction
  readonly trial: number
  readonly side: 'below' | 'above'
  /** `trial 7: 0 ns ± 10 ms is below the window's floor of 2.61 s`. */
  readonly because: Reason
  readonly likely: readonly Reason[]
}

/** The windows of the variants that these trials took, or of all variants where there is no trial. */
export function windowsOf(experiment: ExperimentPlan, trials: readonly TrialMeasure[]): readonly Window[] {
  const taken = new Set(trials.map((trial) => trial.variant))
  const variants = experiment.variants.filter((_, index) => taken.size === 0 || taken.has(index))
  const windows = new Map(
    variants.flatMap((variant) => variant.windows).map((window) => [JSON.stringify(window), window]),
  )
  return [...windows.values()]
}

/** Every outage and stall of a trial that counts which lies, beyond its error, outside its window. */
export function outsideWindow(experiment: ExperimentPlan, trials: readonly TrialMeasure[]): OutsideWindow[] {
  return trials
    .filter((trial) => trial.doubts.length === 0)
    .flatMap((trial) =>
      (experiment.variants[trial.variant]?.windows ?? []).flatMap((window) => {
        const { on, direction } = window
        const session = direction === undefined ? trial.sessions.find(({ name }) => name === on) : undefined
        if (session !== undefined) return outsideStall(window, session, trial.index)
        const flow = trial.flows.find((one) => one.name === on && one.direction === direction)
        if (flow === undefined || direction === undefined) return []
        return outside({ ...asHeld(window, trial, experiment.holdNs), direction }, flow, trial)
      }),
    )
}

/** A batch takes its time, so that a fault is held for longer than was asked for: a top that is the healing comes so much later. */
function asHeld(window: Window, { fault: { injectedNs, healedNs } }: TrialMeasure, holdNs: Ns): Window {
  if (injectedNs === null || healedNs === null || window.highNs === null || window.highNs < holdNs) return window
  return { ...window, highNs: window.highNs + Math.max(0, healedNs[1] - injectedNs[0] - holdNs) }
}

function outsideStall({ on, lowNs, highNs }: Window, session: SessionMeasure, trial: number): OutsideWindow[] {
  const { faultStallNs, errorNs } = session
  const value = reason('stall')`trial ${{ trial }}: a stall of ${{ valueNs: faultStallNs }} ± ${{ errorNs }}`
  if (faultStallNs + errorNs < lowNs)
    return [
      {
        on,
        trial,
        side: 'below',
        because: belowFloor(value, lowNs),
        likely: SHORT,
      },
    ]
  if (highNs === null || faultStallNs - errorNs <= highNs) return []
  return [
    {
      on,
      trial,
      side: 'above',
      because: aboveTop(value, highNs),
      likely: ABOVE,
    },
  ]
}

const belowFloor = (value: Reason, lowNs: Ns): Reason =>
  reason('below-floor')`${{ value }} is below the window's floor of ${{ lowNs }}`

const aboveTop = (value: Reason, highNs: Ns): Reason =>
  reason('above-top')`${{ value }} is above the window's top of ${{ highNs }}`

function outside(
  window: Window & { direction: Direction },
  flow: FlowMeasure,
  { index: trial, fault }: TrialMeasure,
): OutsideWindow[] {
  // One that ended and one that did not: the longer counts.
  const open = flow.atLeastNs ?? 0
  const measured = Math.max(flow.outageNs ?? 0, open)
  const never = flow.outcome === 'never'
  const isOpen = never && open === measured
  const { errorNs } = flow
  const value = isOpen
    ? reason('outage-open')`trial ${{ trial }}: at least ${{ valueNs: measured }} ± ${{ errorNs }}`
    : reason('outage')`trial ${{ trial }}: ${{ valueNs: measured }} ± ${{ errorNs }}`
  const found = (side: 'below' | 'above', because: Reason): OutsideWindow[] => [
    {
      on: window.on,
      direction: window.direction,
      trial,
      side,
      because,
      likely: side === 'below' ? BELOW(flow) : ABOVE,
    },
  ]
  if (window.highNs === null && window.releasedNs === undefined && isOverBefore(fault.healedNs?.[0] ?? null, flow))
    return found(
      'below',
      reason('back-before-healing')`${{ value }}, and theory says that it does not come back before the healing`,
    )
  // Also where it never came back: a floor says since when at the latest.
  if (measured + flow.errorNs < window.lowNs) return found('below', belowFloor(value, window.lowNs))
  if (window.highNs === null) return []
  if (isOpen && window.unhealedNs === undefined && measured + flow.errorNs < window.highNs)
    return found(
      'above',
      reason('not-back-at-healing')`${{ value }} at the healing, and theory says that it is back by then`,
    )
  if (measured - flow.errorNs <= window.highNs) return []
  return found('above', aboveTop(value, window.highNs))
}

/**
 * A packet that was sent before the healing has arrived after its losses, for sure: where packets are rare, the next one
 * may have left only after it, and none may have been lost.
 */
function isOverBefore(healedNs: Ns | null, { outcome, outages, errorNs }: FlowMeasure): boolean {
  if (healedNs === null || outcome !== 'recovered') return false
  const ends = outages.flatMap(({ startNs, endNs }) => (startNs < healedNs && endNs !== null ? [endNs] : []))
  return Math.max(0, ...ends) + errorNs < healedNs
}

const FASTER = reason('faster-mechanism')`another mechanism was faster than the one that theory names`

const BELOW = (flow: FlowMeasure): readonly Reason[] => [
  flow.outcome === 'untouched'
    ? reason('not-crossed')`the flow does not cross what was broken: look at its path`
    : FASTER,
  reason('shorter-timer')`a timer is shorter than the plan says: look at the configuration as the daemon has read it`,
  reason('injection-spread')`the injection was not one instant: look at the stamps around it`,
]

const SHORT: readonly Reason[] = [
  FASTER,
  reason('router-said')`a router said that the path was gone, and TCP took back a wait (RFC 6069)`,
]

const ABOVE: readonly Reason[] = [
  reason('longer-timer')`a timer is longer than the plan says: look at the configuration as the daemon has read it`,
  reason('second-mechanism')`a second mechanism had to act after the first: look at the events of the trial`,
  reason('neighbour-ran-out')`an ARP entry ran out meanwhile, and its renewal crosses what is broken`,
  reason('machine-busy')`this machine was busy: look at the control and at the clock error`,
]
