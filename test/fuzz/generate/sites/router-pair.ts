import { between, paths, type DraftSite } from '../draft.ts'
import { bfdOfAll, ospf } from '../timers.ts'

export const draftRouterPair: DraftSite = (dice) => {
  const timers = ospf(dice)
  const cost = (): number => dice.odd(1, 65_535, [10, 10, 20, 5])
  const options = {
    ...timers.options,
    ...dice.maybe(0.4, () => ({ bfd: bfdOfAll(dice) })),
    ...dice.maybe(0.5, () => ({ cost: { r1: cost(), r2: cost() } })),
  }
  return {
    topology: { generator: 'routerPair', options },
    pairs: [between('host', 'server'), between('host', 'server'), between('server', 'host'), between('host', 'r2')],
    selectors: paths(
      ...(['r1', 'r2'] as const).flatMap((router) =>
        (['west', 'east'] as const).map((cable) => [router, cable] as const),
      ),
    ),
    patienceMs: [timers.patienceMs],
    spreads: true,
  }
}
