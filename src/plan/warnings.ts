import type { Lab } from '../model/lab.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { formatNs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'

/** RFC 6414 5.4.2: with fewer flows a hash may leave a leg unused. */
const LAG_STREAMS = 16

/** What can be known to be a bad idea before anything runs. */
export function warningsOf(plan: Plan, lab: Lab): Problem[] {
  return [
    ...lagWarnings(plan, lab),
    ...plan.experiments.flatMap((experiment) => [...targetWarnings(experiment), ...holdWarnings(experiment)]),
  ]
}

function lagWarnings(plan: Plan, lab: Lab): Problem[] {
  const lags = lab.topology.nodes.some((node) =>
    node.interfaces.some((one) => one.kind === 'bond' && one.bond.mode === '802.3ad'),
  )
  if (!lags) return []
  return plan.flows
    .filter(({ streams }) => streams.length / 2 < LAG_STREAMS)
    .map(({ name, streams }) => ({
      code: 'few-streams',
      what: `flow ${name} crosses a LAG with ${streams.length / 2} streams: its hash may leave a leg unused, and a fault there unseen`,
      allowed: `at least ${LAG_STREAMS} streams (RFC 6414)`,
      next: `flow(…, { streams: ${LAG_STREAMS} })`,
    }))
}

/** A bound that the timers cannot keep (missed for certain) or may break (at best unknown). */
function targetWarnings({ name, targets, variants }: ExperimentPlan): Problem[] {
  return targets.flatMap((target): Problem[] => {
    if (target.metric !== 'outage') return []
    const windows = variants.flatMap((variant) => variant.windows).filter((window) => window.on === target.on)
    const worst = windows.toSorted((a, b) => topOf(b) - topOf(a))[0]
    if (worst === undefined || topOf(worst) <= target.bound.limitNs) return []
    const what = `${name}: ${target.on} ${target.text}, but`
    if (worst.highNs === null) {
      const allowed = 'no bound at all: it is the network that must change'
      return [
        { code: 'impossible-target', what: `${what} it does not come back before healing (${worst.because})`, allowed },
      ]
    }
    const cannot = worst.lowNs >= target.bound.limitNs
    const window = `${formatNs(worst.lowNs)} to ${formatNs(worst.highNs)}`
    return [
      {
        code: cannot ? 'impossible-target' : 'undecidable-target',
        what: `${what} the timers ${cannot ? 'need' : 'allow'} ${window} (${worst.because})`,
        allowed: `a bound above ${formatNs(worst.highNs)}, or shorter timers`,
      },
    ]
  })
}

const topOf = (window: { highNs: Ns | null }): number => window.highNs ?? Number.POSITIVE_INFINITY

/** Healed before the mechanism had its time: the outage would be the hold's, not the network's. */
function holdWarnings(experiment: ExperimentPlan): Problem[] {
  const tops = experiment.variants.flatMap(({ windows }) =>
    windows.flatMap(({ highNs }) => (highNs === null ? [] : [highNs])),
  )
  const top = Math.max(0, ...tops)
  if (top < experiment.holdNs) return []
  return [
    {
      code: 'short-hold',
      what: `${experiment.name}: healed after ${formatNs(experiment.holdNs)}, but the timers allow a failover to take ${formatNs(top)}`,
      allowed: `hold longer than ${formatNs(top)}`,
    },
  ]
}
