import type { Lab } from '../../src/model/lab.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { affordsAnother } from './budget.ts'
import { HZ, planOf } from './build.ts'
import { Dice } from './dice.ts'
import { findingsOf } from './oracle/index.ts'
import type { Examined, Finding } from './oracle/finding.ts'
import { askedOnce, runOne, tellingTrials, trialOf, type Bench, type RunTrial } from './run.ts'
import type { LabSpec } from './spec.ts'

export interface Examination extends Examined {
  readonly seed: number
  readonly findings: readonly Finding[]
}

/** What of a lab is run. */
export interface Choice {
  /** Numbers of trials; null: those that tell most, as many as the lab's budget has room for. */
  readonly trials: readonly number[] | null
  /** Control, repetition and second opinion, each on one lab of so many; 0: never. */
  readonly sample: number
}

/** Runs trials of a lab and asks every oracle; null: interrupted. `name` is the lab's. */
export async function examine(
  lab: Lab,
  name: string,
  seed: number,
  choice: Choice,
  bench: Bench,
): Promise<Examination | null> {
  const { plan, warnings: problems } = buildPlan(lab, name, { hz: HZ })
  const warnings = problems.map(({ code }) => code)
  const indexes = choice.trials ?? tellingTrials(plan, seed)
  const [first = 0] = indexes
  const trials: RunTrial[] = []
  for (const index of indexes) {
    const journals = trials.map(({ events }) => events)
    if (choice.trials === null && !affordsAnother(journals, { plan, topology: lab.topology })) break
    const trial = await askedOnce(plan, trialOf(plan, seed, index), bench)
    if (trial === null) return null
    trials.push(trial)
  }
  const dice = new Dice(seed).for('sample')
  const sampled = async (index: number | null, pcap = false): Promise<RunTrial | null> =>
    choice.sample > 0 && dice.chance(1 / choice.sample) ? runOne(plan, trialOf(plan, seed, index, pcap), bench) : null
  const [control, again, captured] = [await sampled(null), await sampled(first), await sampled(first, true)]
  // A kept journal may be of an agent that took a microsecond more: what is compared with it has just run, too.
  if (again !== null && trials[0]?.isKept === true)
    trials[0] = (await runOne(plan, trialOf(plan, seed, first), bench)) ?? trials[0]
  const examined = { topology: lab.topology, plan, warnings, trials, control, again, captured }
  return { seed, ...examined, findings: findingsOf(examined) }
}

/** Also the name of its file: what a guest reads is the same in both. */
export const labNameOf = (seed: number): string => `fuzz-${seed}`

/** Whether a spec is a lab at all: what is left of one that was made smaller may not be, and may break more than a rule. */
export function isLab(spec: LabSpec): boolean {
  try {
    planOf(spec)
    return true
  } catch {
    return false
  }
}
