import type { Fault } from '../model/fault.ts'
import type { Lab } from '../model/lab.ts'
import type { ExperimentPlan } from '../model/plan.ts'
import { fail, throwProblems, type Problem } from '../model/problem.ts'
import { seconds, type Ns } from '../model/time.ts'
import { buildPlan, type PlanOptions } from '../plan/plan.ts'
import { remedyFor } from '../words/nearest.ts'
import type { Nameable } from './names-of-site.ts'

/** Words of a person at a live lab, and the fault of `backhoe-lab/chaos` that each is. */
export const FAULT_WORDS = {
  cut: 'linkCut',
  silent: 'linkSilent',
  flap: 'linkFlap',
  impair: 'impair',
  vlan: 'vlanMissing',
  off: 'nodeDown',
  hang: 'nodePause',
} as const

export type FaultWord = keyof typeof FAULT_WORDS
export type FaultOptions = Readonly<Record<string, string | number | boolean>>

export interface FaultInWords {
  readonly word: FaultWord
  /** A name of the topology. */
  readonly on: string
  /** As the fault takes them. */
  readonly options: FaultOptions
  /** How long it is to be there, as far as is known. */
  readonly holdNs: Ns
}

/** How long traffic is watched after the healing. */
export const LIVE_RECOVER_NS: Ns = seconds(10)

/**
 * What is done at this fault, and what theory says of it in the lab as it was built.
 * `chaos`: the module `backhoe-lab/chaos`.
 * @throws BackhoeError (64) `unknown-target`, and whatever the fault says of its options
 */
export function planFault(
  lab: Lab,
  named: Nameable,
  chaos: Readonly<Record<string, unknown>>,
  { word, on, options, holdNs }: FaultInWords,
  planning: PlanOptions & { readonly name: string },
): ExperimentPlan {
  const target =
    named.get(on) ??
    fail({ code: 'unknown-target', what: `the topology has no ${on}`, ...remedyFor(on, [...named.keys()]) })
  const make = chaos[FAULT_WORDS[word]] as (target: unknown, ...more: readonly unknown[]) => Fault
  const fault = make(target, ...argumentsOf(word, options))
  // Nobody's file holds the call.
  throwProblems(fault.problems.map(({ code, what, allowed, next }) => ({ code, what, ...given({ allowed, next }) })))
  const experiment = {
    name: `${word} ${on}`,
    fault,
    drift: null,
    holdNs,
    recoverNs: LIVE_RECOVER_NS,
    trials: 1,
    // Traffic has flowed for any time, and nothing was rehearsed.
    gate: 'naive' as const,
    settleNs: seconds(1),
    rehearse: false,
    targets: [],
  }
  const { name, ...plan } = planning
  const [planned] = buildPlan({ ...lab, experiments: [experiment] }, name, plan).plan.experiments
  if (planned === undefined) throw new Error('a plan of one experiment has none')
  return planned
}

/** What a fault is given behind its target; nothing where nobody gave anything. */
export function argumentsOf(word: FaultWord, options: FaultOptions): readonly unknown[] {
  const { vlan, ...rest } = options
  const given = word === 'vlan' ? rest : options
  const last = Object.keys(given).length === 0 ? [] : [given]
  return word === 'vlan' ? [vlan, ...last] : last
}

/** Without what is absent. */
const given = ({
  allowed,
  next,
}: {
  allowed: string | undefined
  next: string | undefined
}): Pick<Problem, 'allowed' | 'next'> => ({
  ...(allowed === undefined ? {} : { allowed }),
  ...(next === undefined ? {} : { next }),
})
