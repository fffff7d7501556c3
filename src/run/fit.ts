import { capabilitiesOf } from '../kernel/capabilities.ts'
import { kernelsFor } from '../kernel/choose.ts'
import type { ChosenKernel, KernelChoice } from '../kernel/kernel.ts'
import type { TargetPlaces } from '../model/lab.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { kernelName } from './kernel-facts.ts'
import { unableExperiments } from './needs.ts'

export interface Planned {
  readonly plan: Plan
  readonly warnings: readonly Problem[]
  /** `file:line:column` of each experiment's targets. */
  readonly places: TargetPlaces
}

/** A kernel, the plan as its clock ticks, and what of it that kernel cannot do. */
export interface Fitting extends Planned {
  readonly chosen: ChosenKernel
  /** Experiments that the kernel cannot do, by their number, and what it lacks. */
  readonly unable: ReadonlyMap<number, readonly Problem[]>
}

/**
 * The first kernel that can run all experiments; where none can, the first that can run any.
 * @throws BackhoeError (69) where none can run any of them, with what each lacks
 */
export async function fitKernel(
  choice: KernelChoice,
  pcap: boolean,
  planFor: (hz: number) => Promise<Planned>,
): Promise<Fitting> {
  const passedOver: Problem[] = []
  let part: Fitting | undefined
  for (const chosen of kernelsFor(choice)) {
    const planned = await planFor(chosen.kernel.hz)
    try {
      const unable = await unableOn(chosen, planned.plan, pcap)
      if (unable.size === 0) return { ...planned, unable, chosen: explained(chosen, passedOver) }
      part ??= { ...planned, unable, chosen: explained(chosen, passedOver) }
      passedOver.push(...[...unable.values()].flat())
    } catch (error) {
      if (!(error instanceof BackhoeError) || error.exitCode !== 69) throw error
      passedOver.push(...error.problems)
    }
  }
  if (part === undefined) throw new BackhoeError(distinct(passedOver), 69)
  return part
}

async function unableOn({ kernel }: ChosenKernel, plan: Plan, pcap: boolean): Promise<Fitting['unable']> {
  const capabilities = await capabilitiesOf(kernel)
  if (!capabilities.known) throw new BackhoeError([capabilities.problem], 69)
  return unableExperiments(plan, capabilities.findings, kernelName(kernel), pcap)
}

/** Why this one, and why none of those before it. */
function explained(chosen: ChosenKernel, passedOver: readonly Problem[]): ChosenKernel {
  const lacks = distinct(passedOver).map(({ what }) => what.split('\n')[0])
  return { ...chosen, because: [chosen.because, ...lacks].join('; ') }
}

const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [problem.what, problem])).values(),
]
