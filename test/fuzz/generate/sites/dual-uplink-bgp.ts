import { between, paths, type DraftSite } from '../draft.ts'
import { bgp, stability } from '../timers.ts'

export const draftDualUplinkBgp: DraftSite = (dice) => {
  const timers = bgp(dice)
  const preference = (): number => dice.odd(1, 1000, [100, 100, 200, 50])
  const times = (): number => dice.integer(0, 3)
  const two = dice.chance(0.4)
  const options = {
    ...(two ? { edges: 2 } : {}),
    ...timers.options,
    ...stability(dice),
    ...dice.maybe(0.5, () => ({ localPreference: { a: preference(), b: preference() } })),
    ...dice.maybe(0.5, () => ({ prepend: { a: times(), b: times() } })),
    ...dice.maybe(0.2, () => ({ lastMile: dice.pick(['diverse', 'shared']) })),
  }
  return {
    topology: { generator: 'dualUplinkBgp', options },
    pairs: [between('host', 'remote'), between('host', 'remote'), between('remote', 'host')],
    selectors: paths(
      ['edge', 'wanA'],
      ['edge', 'wanB'],
      ['providerA', 'backbone'],
      ['providerB', 'backbone'],
      ...(two ? [['edge', 'interlink'] as const] : []),
    ),
    patienceMs: [timers.patienceMs],
    spreads: false,
  }
}
