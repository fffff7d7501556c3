import { randomInt } from 'node:crypto'
import { evenPoint } from '../model/even.ts'
import { seedFor } from '../model/random.ts'

/** A seed for a run whose user gave none; short enough to be typed again. */
export const freshSeed = (): number => randomInt(1, 2 ** 32)

/**
 * The seed of one trial: of (run's seed, experiment, trial) and nothing else. The experiment counts by its name,
 * so that neither `--only` nor an experiment more in the lab changes the random choices of another. 32 bits; `null`: the control.
 */
export const trialSeed = (seed: number, experiment: string, trial: number | null): number =>
  seedFor(seedFor(seed, experiment), String(trial ?? 'control'))

/** Where in their periods timers are when a trial's fault strikes, [0, 1) each: even over the trials of an experiment. */
export const trialPhases = (seed: number, experiment: string, trial: number | null): readonly number[] =>
  trial === null ? [] : evenPoint(seedFor(seed, experiment), trial)
