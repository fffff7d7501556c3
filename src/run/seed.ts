import { randomInt } from 'node:crypto'
import { goldenPhase, seedFor } from '../model/random.ts'

/** A seed for a run whose user gave none; short enough to be typed again. */
export const freshSeed = (): number => randomInt(1, 2 ** 32)

/**
 * The seed of one trial: of (run's seed, experiment, trial) and nothing else. The experiment counts by its name,
 * so that neither `--only` nor an experiment more in the lab changes another one's luck. 32 bits; `null`: the control.
 */
export const trialSeed = (seed: number, experiment: string, trial: number | null): number =>
  seedFor(seedFor(seed, experiment), String(trial ?? 'control'))

/** Where in its timer's period a trial's fault falls, [0, 1): even over the trials of an experiment. The control has none. */
export const trialPhase = (seed: number, experiment: string, trial: number | null): number =>
  trial === null ? 0 : goldenPhase(seedFor(seed, experiment), trial)
