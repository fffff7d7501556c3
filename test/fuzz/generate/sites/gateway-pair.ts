import { between, paths, type DraftSite } from '../draft.ts'
import { priorities, vrrp } from '../timers.ts'

export const draftGatewayPair: DraftSite = (dice) => {
  const timers = vrrp(dice)
  const routers = (): { r1: number; r2: number } => {
    const [high, low] = priorities(dice)
    return dice.chance(0.7) ? { r1: high, r2: low } : { r1: low, r2: high }
  }
  const groups = dice.chance(0.25) ? dice.integer(1, 4) : 0
  const vrids = dice.some([1, 2, 51, 52, 77, 128, 254, 255], groups)
  const options = {
    ...timers.options,
    ...(groups > 0 ? { groups: vrids.map((vrid) => ({ vrid, priority: routers() })) } : {}),
    ...(groups === 0 && dice.chance(0.5) ? { priority: routers() } : {}),
    ...dice.maybe(0.3, () => ({ syncGroup: false })),
    ...dice.maybe(0.3, () => ({ trackUplink: true })),
  }
  const side = ['lan', 'wan'] as const
  return {
    topology: { generator: 'gatewayPair', options },
    pairs: [between('host', 'server'), between('server', 'host')],
    selectors: paths(
      ...side.flatMap((cable) => [
        ['active', cable],
        ['standby', cable],
        ...vrids.map((_, k) => ['group', [k + 1], 'active', cable] as const),
      ]),
    ),
    patienceMs: [timers.patienceMs],
    spreads: groups > 1,
  }
}
