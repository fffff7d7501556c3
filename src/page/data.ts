/*
 * The room of pages: what runs in a browser and draws a trial at an instant. The report carries it as its one script.
 * It owns the network at an instant (`now.ts`), the lanes and events of a trial (`lanes.ts`, `events.ts`), the axis of time
 * (`axis.ts`), and in `view/` the components that draw them. Outside of `view/` nothing needs a browser.
 * It never decides where packets go or what a trial is worth: that stands in the story. It asks for nothing from anywhere.
 * Begin here: `ReplayData`, then `report.tsx`.
 */
import type { Cable } from '../model/topology.ts'
import type { Layout } from '../picture/layout.ts'
import type { TrialStory } from '../report/story/schema.ts'

/** All that a replay needs. */
export interface ReplayData {
  /** null: the run has kept no topology. */
  readonly layout: Layout | null
  /** All of them; a folded picture draws fewer. */
  readonly cables: readonly Pick<Cable, 'name' | 'a' | 'b'>[]
  readonly experiments: readonly ReplayExperiment[]
  /** What is shown at first: an index of `experiments`, and the number of a trial. */
  readonly start: { readonly experiment: number; readonly trial: number }
}

export interface ReplayExperiment {
  readonly name: string
  /** How many have run; `trials` may hold fewer. */
  readonly of: number
  readonly trials: readonly TrialStory[]
}
