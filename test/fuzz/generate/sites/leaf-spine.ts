import { between, paths, type DraftSite } from '../draft.ts'
import { bfdOfAll, bgp } from '../timers.ts'

export const draftLeafSpine: DraftSite = (dice) => {
  const timers = bgp(dice)
  const leaves = dice.weighted([
    [4, 2],
    [4, 3],
    [1, 4],
  ])
  const spines = dice.weighted([
    [1, 1],
    [6, 2],
    [2, 3],
  ])
  const options = {
    ...timers.options,
    ...dice.maybe(0.3, () => ({ bfd: bfdOfAll(dice) })),
    leaves,
    spines,
    ...dice.maybe(0.2, () => ({ ecmp: dice.integer(1, spines) })),
  }
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => 1 + at)
  return {
    topology: { generator: 'leafSpine', options },
    pairs: [between('h1', 'h2'), between('h1', 'h2'), between('h2', 'h1')],
    selectors: paths(...numbers(spines).map((spine) => ['leaf', [1], 'uplink', [spine]] as const)),
    patienceMs: [timers.patienceMs],
    spreads: true,
  }
}
