import type { ExperimentPlan, FlowPlan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { isUnder, quantityText } from '../model/quantity.ts'
import { reasonText } from '../model/reason.ts'
import type { LossBound } from '../model/target.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { unhealedTop, type Window } from '../model/window.ts'

/** A bound on losses that the shortest outage alone breaks: the timers let no trial keep it. */
export function lostWarnings(planned: ExperimentPlan, flows: readonly FlowPlan[]): Problem[] {
  const { name, targets, variants, holdNs, recoverNs } = planned
  const watchedNs = holdNs + recoverNs
  return targets.flatMap((target): Problem[] => {
    const flow = flows.find((one) => one.name === target.on)
    if (target.metric !== 'lost' || flow === undefined) return []
    const own = variants.flatMap(({ windows }) => windows.filter(({ on }) => on === target.on))
    const [worst] = own.toSorted((a, b) => b.lowNs - a.lowNs)
    const { bound } = target
    // The first and the last packet of an outage may lie outside of it.
    const floor = (ns: Ns): number => inUnit(Math.max(0, ns - 1e9 / flow.ratePps), flow, bound, watchedNs)
    if (worst === undefined || isUnder(floor(worst.lowNs), bound)) return []
    const topNs = Math.max(...own.map((window) => topWithin(window, holdNs)))
    const [least, most] = [worst.lowNs, topNs].map((ns) => quantityText(inUnit(ns, flow, bound, watchedNs), bound.unit))
    return [
      {
        code: 'impossible-target',
        what: `${name}: ${target.on} ${target.text}, but the timers need an outage of at least ${formatNs(worst.lowNs)}, which is ${String(least)} of what a stream sends in the ${formatNs(watchedNs)} that count (${reasonText(worst.because)})`,
        allowed: `a bound above ${String(most)}, or shorter timers`,
        next: "say lost: '< …' with such a bound",
      },
    ]
  })
}

const topWithin = (window: Window, holdNs: Ns): Ns => Math.min(unhealedTop(window) ?? holdNs, holdNs)

const inUnit = (ns: Ns, { ratePps }: FlowPlan, { unit }: LossBound, watchedNs: Ns): number =>
  unit === 'share' ? ns / watchedNs : Math.ceil((ns * ratePps) / 1e9)
