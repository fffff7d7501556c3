import { between, type DraftSite } from '../draft.ts'
import { lacp, mlagTimers, vlans } from '../timers.ts'

export const draftMlagPair: DraftSite = (dice) => {
  const [bond, pair] = [lacp(dice), mlagTimers(dice)]
  const hosts = dice.integer(1, 2)
  const pairs = dice.chance(0.15) ? 2 : 1
  const orphans = dice.integer(0, 1)
  const options = {
    ...bond.options,
    ...pair.options,
    ...(hosts === 1 ? {} : { hosts }),
    ...(orphans === 1 ? {} : { orphans }),
    ...(pairs === 1 ? {} : { pairs }),
    ...dice.maybe(0.25, () => ({ vlans: vlans(dice, 2) })),
  }
  return {
    topology: { generator: 'mlagPair', options },
    pairs: [
      between('h1', 's1'),
      between('s1', 'h1'),
      ...(orphans === 0 ? [] : [between('o1', 'o2'), between('o1', 'h1'), between('h1', 'o2')]),
      ...(hosts === 1 ? [] : [between('h1', 'h2')]),
    ],
    selectors: [],
    patienceMs: [bond.patienceMs, pair.patienceMs],
    spreads: true,
  }
}
