import { between, paths, type DraftSite } from '../draft.ts'
import { priorities, vrrp } from '../timers.ts'

export const draftServicePair: DraftSite = (dice) => {
  const timers = vrrp(dice)
  const options = {
    ...timers.options,
    ...dice.maybe(0.6, () => {
      const [high, low] = priorities(dice)
      return { priority: dice.chance(0.7) ? { s1: high, s2: low } : { s1: low, s2: high } }
    }),
  }
  const vip = { from: { node: 'client' }, to: { path: ['vip'] } }
  return {
    topology: { generator: 'servicePair', options },
    pairs: [vip, vip, vip, between('client', 's2')],
    selectors: paths(['active', 'link'], ['standby', 'link']),
    patienceMs: [timers.patienceMs],
    spreads: false,
  }
}
