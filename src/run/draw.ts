import type { ExperimentPlan } from '../model/plan.ts'
import { seededRandom, seedFor } from '../model/random.ts'

/** The experiment as this trial sees it: what its plan leaves to chance is drawn from the trial's seed. */
export const drawn = (experiment: ExperimentPlan, seed: number): ExperimentPlan => ({
  ...experiment,
  variants: experiment.variants.map((variant) => ({
    ...variant,
    inject: variant.inject.map(({ late, ...batch }) =>
      late === undefined
        ? batch
        : {
            ...batch,
            atNs: batch.atNs + Math.floor(seededRandom(seedFor(seed, `late ${String(late.draw)}`))() * late.upToNs),
          },
    ),
  })),
})
