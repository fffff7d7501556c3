import { join } from 'node:path'
import { readJournal } from '../../src/journal/read.ts'
import { splitTrials } from '../../src/journal/trials.ts'
import { measureTrial } from '../../src/measure/trial.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import type { TrialMeasure } from '../../src/model/measure.ts'
import type { ExperimentPlan, Plan } from '../../src/model/plan.ts'
import { runTrial } from '../../src/run/guest.ts'
import { RunFolder } from '../../src/run/folder.ts'
import { kernelFacts } from '../../src/run/kernel-facts.ts'
import { listTrials, type Trial } from '../../src/run/trial-list.ts'
import type { Disagreement } from '../opinion/findings.ts'
import { opinionOf } from '../opinion/opinion.ts'
import type { Journals, Written } from './journals.ts'

/** Where guests run, one at a time. */
export interface Bench {
  readonly kernel: Kernel
  readonly cpu: number
  readonly signal: AbortSignal
  /** Folder for what a guest writes. */
  readonly scratch: string
  /** null: every trial runs in a guest. */
  readonly journals: Journals | null
}

/** A trial that has been run; of a control the number is null. */
export interface RunTrial extends Written {
  readonly index: number | null
  /** Of the timer with the longest period. */
  readonly phase: number
  readonly events: readonly JournalEvent[]
  readonly measure: TrialMeasure | null
  /** Its journal was kept from an earlier run. */
  readonly isKept: boolean
  /** Where the captures of its cables contradict its account; null: it ran without captures. */
  readonly disagreements: readonly Disagreement[] | null
}

/** The experiment of a fuzzed lab: it has one. */
export function experimentOf({ experiments: [only] }: Plan): ExperimentPlan {
  if (only === undefined) throw new Error('a lab of the fuzzer has one experiment')
  return only
}

/** One trial of a plan, from its journal where that is kept; null: interrupted. */
export async function askedOnce(plan: Plan, trial: Trial, bench: Bench): Promise<RunTrial | null> {
  const kept = bench.journals?.read(trial.input) ?? null
  if (kept !== null) return { ...measured(plan, trial, kept), isKept: true, disagreements: null }
  const run = await runOne(plan, trial, bench)
  if (run !== null) bench.journals?.keep(trial.input, run)
  return run
}

/** One trial of a plan, in a guest of its own; null: interrupted. */
export async function runOne(plan: Plan, trial: Trial, bench: Bench): Promise<RunTrial | null> {
  const folder = RunFolder.create(bench.scratch, plan.lab, new Date())
  try {
    const outcome = await runTrial(trial, {
      ...bench,
      folder,
      facts: kernelFacts(bench.kernel),
      tools: null,
      isolation: 'lab',
      beat: () => undefined,
      seen: () => undefined,
      deploying: null,
      heal: () => Promise.resolve(),
    })
    if (outcome === null) return null
    const { journal, failure } = outcome
    if (trial.input.pcap) {
      folder.write('plan.json', JSON.stringify(plan))
      folder.write('journal.ndjson', journal)
    }
    const asked = trial.input.pcap && failure === null
    const disagreements = asked ? await opinionOf(join(folder.path, 'trials', trial.id)) : null
    return {
      ...measured(plan, trial, { journal, failure, wallMs: outcome.guest.wallMs }),
      isKept: false,
      disagreements,
    }
  } finally {
    folder.drop()
  }
}

function measured(
  plan: Plan,
  trial: Trial,
  { journal, failure, wallMs }: Written,
): Omit<RunTrial, 'isKept' | 'disagreements'> {
  const [events = []] = splitTrials(readJournal(journal, trial.id))
  const measure = measureTrial(events, plan)
  return { index: trial.index, phase: firstPhase(trial), failure, journal, events, measure, wallMs }
}

/** The trial of that number, exactly as `backhoe run LAB --trial INDEX --seed SEED` runs it. */
export function trialOf(plan: Plan, seed: number, index: number | null, pcap = false): Trial {
  const trials = listTrials(plan, { seed, trial: index, pcap })
  const found = trials.find((trial) => trial.index === index)
  if (found === undefined) throw new Error(`there is no trial ${String(index)}`)
  return found
}

const firstPhase = ({ input }: Trial): number => input.phases[0] ?? 0

/** Where a window shows whether it is right: at its two ends, and then between them. */
const ENDS = [0.01, 0.99]
const MIDDLE = 0.5

/**
 * The numbers of the trials whose phases lie nearest to either end of the longest timer's period, and to its middle, in this order.
 * With which end they begin depends on the seed: dear labs have one trial.
 */
export function tellingTrials(plan: Plan, seed: number): readonly number[] {
  const { trials } = experimentOf(plan)
  const phases = Array.from({ length: trials }, (_, index) => firstPhase(trialOf(plan, seed, index)))
  const chosen: number[] = []
  for (const wanted of [...(seed % 2 === 0 ? ENDS : ENDS.toReversed()), MIDDLE]) {
    const distance = (index: number): number => Math.abs((phases[index] ?? 0) - wanted)
    const left = phases.map((_, index) => index).filter((index) => !chosen.includes(index))
    chosen.push(left.reduce((a, b) => (distance(b) < distance(a) ? b : a)))
  }
  return chosen
}
