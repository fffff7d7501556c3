// Trials as they are measured, made up, and the verdict on one target.
import type { FlowMeasure, PhaseMeasure, TrialMeasure } from '../../src/model/measure.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Target } from '../../src/model/target.ts'
import type { Window } from '../../src/model/window.ts'
import { judge } from '../../src/verdict/judge.ts'
import { ADVERTS, experimentPlan } from '../report/story.ts'
import { verdictInWords } from '../in-words.ts'

export const ERROR_NS = 11e6

export const flow = (changes: Partial<FlowMeasure> = {}): FlowMeasure => ({
  name: 'web',
  direction: 'forward',
  streams: 1,
  affected: 1,
  sent: 1000,
  received: 900,
  lost: 100,
  overdue: 0,
  duplicated: 0,
  reordered: 0,
  outcome: 'recovered',
  outages: [],
  outageNs: 3e9,
  atLeastNs: null,
  goneNs: null,
  backNs: 0,
  backAtLeastNs: null,
  totalNs: 3e9,
  worstLoss: { lost: 100, sent: 1000 },
  error: { spacingNs: 10e6, stampsNs: 0, latenessNs: ERROR_NS - 10e6, splitNs: 0 },
  errorNs: ERROR_NS,
  detectionNs: null,
  detectionErrorNs: 0,
  reversionTimeErrorNs: 0,
  reversionTimeNs: null,
  reversionAwayNs: null,
  reversionOutageNs: 0,
  reversionAtLeastNs: null,
  noise: [],
  ...changes,
})

/** Where a trial lies in the period of the story’s advertisements. */
export const phase = (at: number, changes: Partial<PhaseMeasure> = {}): PhaseMeasure => ({
  timer: ADVERTS.because,
  source: 'theory',
  periodNs: ADVERTS.periodNs,
  stepNs: 0,
  phase: at,
  ...changes,
})

/** Spread evenly over them. */
export const trial = (
  index: number,
  flows: readonly FlowMeasure[],
  changes: Partial<TrialMeasure> = {},
): TrialMeasure => ({
  index,
  seed: index,
  phases: [phase((index * 0.618) % 1)],
  gate: { passed: true, because: '' },
  variant: 0,
  fault: { injectedNs: [0, 0], healedNs: [1, 1], proof: { live: true, removed: true, evidence: [] } },
  flows,
  sessions: [],
  doubts: [],
  ...changes,
})

export const outages = (...lengths: readonly number[]): TrialMeasure[] =>
  lengths.map((outageNs, index) => trial(index, [flow({ outageNs, totalNs: outageNs })]))

export function verdictOf(
  target: Target,
  trials: readonly TrialMeasure[],
  options: {
    windows?: readonly Window[]
    control?: TrialMeasure
    beside?: readonly Target[]
    drift?: readonly Operation[]
  } = {},
) {
  const [variant] = experimentPlan().variants
  if (variant === undefined) throw new Error('the story has a variant')
  const experiment = experimentPlan({
    trials: trials.length,
    targets: [target, ...(options.beside ?? [])],
    variants: [{ ...variant, windows: options.windows ?? [] }],
    drift: options.drift ?? [],
  })
  const [verdict] = judge(experiment, trials, options.control ?? null)
  if (verdict === undefined) throw new Error('no verdict')
  return verdictInWords(verdict)
}
