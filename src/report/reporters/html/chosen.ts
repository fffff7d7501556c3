import type { ExperimentSummary, TargetSummary, TrialSummary } from '../../schema.ts'

/** The worst verdict comes first. */
export const ORDER = { missed: 0, unknown: 1, met: 2 } as const

/** Its worst verdict; met where nothing was promised. */
export const worstOf = ({ targets }: ExperimentSummary): TargetSummary['verdict'] =>
  (['missed', 'unknown'] as const).find((verdict) => targets.some((target) => target.verdict === verdict)) ?? 'met'

/** Numbers of the experiments: those that broke a promise, those that are undecided, and those that hold. */
export const worstFirst = (experiments: readonly ExperimentSummary[]): readonly number[] =>
  experiments
    .map((experiment, number) => ({ number, order: ORDER[worstOf(experiment)] }))
    .sort((a, b) => a.order - b.order)
    .map(({ number }) => number)

/** The trial that decided the worst promise; else the first that is outside its window, or the first. */
export function chosenTrial({ targets, trials, outside }: ExperimentSummary): TrialSummary | undefined {
  const [first] = [...targets].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict])
  const index = outside[0]?.trial ?? first?.trial ?? trials[0]?.index
  return trials.find((trial) => trial.index === index) ?? trials[0]
}
