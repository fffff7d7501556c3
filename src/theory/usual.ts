import { unhealedTop, type Prediction, type Window } from '../model/window.ts'
import type { Reactions } from './change.ts'

/** A top is worth a probability where it says little: the usual one is no more than half of it. */
const LITTLE = 2

/** Windows with the tops that hold but for rare phases; `most`: what the usual spans of the same reactions allow. */
export function withUsual(all: Prediction, most: readonly Window[], { changes }: Reactions): Prediction {
  const rare = changes.flatMap(({ usual }) => usual ?? [])
  const of = Math.max(...rare.map((one) => one.of))
  // The rare phases of several timers need not be the same.
  const phases = of - rare.reduce((sum, one) => sum + Math.ceil((one.rare * of) / one.of), 0)
  return {
    ...all,
    windows: all.windows.map((window) => {
      const usual = most.find(({ on, direction }) => on === window.on && direction === window.direction)
      if (usual === undefined || usual.highNs === null || usual.unhealedNs !== undefined) return window
      const isLittle = usual.highNs * LITTLE <= (unhealedTop(window) ?? Infinity)
      return isLittle ? { ...window, usual: { highNs: usual.highNs, phases, of } } : window
    }),
  }
}
