import type { ExperimentPlan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { reasonText } from '../model/reason.ts'
import { bindsReturn } from '../model/target.ts'
import { formatNs } from '../model/time.ts'
import type { Return } from '../model/window.ts'

/** The dearest return of each flow and kind that theory knows of. */
export function dearestReturns({ variants }: Pick<ExperimentPlan, 'variants'>): readonly Return[] {
  const dearest = new Map<string, Return>()
  for (const one of variants.flatMap(({ returns = [] }) => returns)) {
    const key = `${one.kind} ${one.on}`
    if ((dearest.get(key)?.costNs ?? 0) < one.costNs) dearest.set(key, one)
  }
  return [...dearest.values()]
}

/** A return that costs something which no target of its flow binds, or more than its target allows. */
export function returnCostWarnings(planned: ExperimentPlan): Problem[] {
  return dearestReturns(planned).flatMap((one) => [...unbound(planned, one), ...tooDear(planned, one)])
}

function unbound({ name, targets }: ExperimentPlan, one: Return): Problem[] {
  const { on, kind } = one
  const [first] = targets.filter((target) => target.on === on)
  if (first === undefined || bindsReturn(on, targets, kind)) return []
  return [
    {
      code: 'unbound-return',
      what: `${name}: ${on} ${first.text}, but ${costText(one)}, and no target binds that`,
      allowed: `${kind}, total or lost beside it`,
      next: `add ${kind}: '< …' to the targets of ${on}`,
    },
  ]
}

function tooDear({ name, targets }: ExperimentPlan, one: Return): Problem[] {
  const { on, kind, costNs } = one
  return targets.flatMap((target): Problem[] => {
    if (target.on !== on || target.metric !== kind || target.bound.limitNs > costNs) return []
    return [
      {
        code: 'costly-return',
        what: `${name}: ${on} ${target.text}, but ${costText(one)}`,
        allowed: `a bound above ${formatNs(costNs)}, or ports that forward sooner`,
        next: `set ${kind}: '< …' to such a bound`,
      },
    ]
  })
}

const costText = ({ kind, costNs, because }: Return): string => {
  const time = formatNs(costNs)
  return `${kind === 'back' ? `traffic is back ${time} after the healing at the earliest` : `the return costs at least ${time}`} (${reasonText(because)})`
}
