import { paths, type DraftSite } from '../draft.ts'
import { priorities, vrrp } from '../timers.ts'

export const draftNPlusOne: DraftSite = (dice) => {
  const timers = vrrp(dice)
  const servers = dice.integer(2, 5)
  const options = {
    ...timers.options,
    ...(servers === 3 ? {} : { servers }),
    ...dice.maybe(0.4, () => {
      const [server, spare] = priorities(dice)
      return { priority: { server, spare } }
    }),
  }
  return {
    topology: { generator: 'nPlusOne', options },
    pairs: [{ from: { node: 'client' }, to: { path: ['service'] }, oneWay: true }],
    selectors: paths(...Array.from({ length: servers }, (_, k) => ['hop', [k + 1], 'active'] as const)),
    patienceMs: [timers.patienceMs],
    spreads: true,
  }
}
