import { between, paths, type DraftSite } from '../draft.ts'
import { priorities, vrrp } from '../timers.ts'

export const draftDualUplink: DraftSite = (dice) => {
  const timers = vrrp(dice)
  const interval = dice.odd(1, 255, [1, 1, 2, 5])
  const fall = Math.max(1, Math.min(dice.odd(1, 100, [1, 2, 3]), Math.floor(60 / interval)))
  const timeout = 10 * dice.odd(1, Math.min(1000, interval * 100 - 1), [50, 10, 99])
  const options = {
    ...timers.options,
    ...dice.maybe(0.5, () => ({
      reach: {
        interval: `${interval}s`,
        timeout: `${timeout}ms`,
        fall,
        ...dice.maybe(0.3, () => ({ rise: dice.odd(1, 10, [1, 2, 5]) })),
      },
    })),
    ...dice.maybe(0.3, () => ({ lastMile: dice.pick(['diverse', 'shared']) })),
    ...dice.maybe(0.4, () => {
      const [e1, e2] = priorities(dice)
      return { priority: { e1, e2 } }
    }),
  }
  const beyondNat = (from: string, handle: string) => ({
    from: { node: from },
    to: { path: [handle] },
    oneWay: true as const,
  })
  return {
    topology: { generator: 'dualUplink', options },
    pairs: [
      { ...between('host', 'remote'), oneWay: true },
      { ...between('server', 'remote'), oneWay: true },
      beyondNat('remote', 'serverAtA'),
      beyondNat('remote', 'serverAtB'),
      between('host', 'server'),
    ],
    selectors: paths(
      ...(['active', 'standby'] as const).flatMap((side) =>
        (['lan', 'wan'] as const).map((cable) => [side, cable] as const),
      ),
    ),
    patienceMs: [timers.patienceMs, 1000 * interval * (fall + 1) + timeout],
    spreads: false,
  }
}
