import { between, paths, type DraftSite } from '../draft.ts'
import { priorities, vrrp } from '../timers.ts'

export const draftActiveActive: DraftSite = (dice) => {
  const timers = vrrp(dice)
  const hosts = dice.integer(2, 4)
  const options = {
    ...timers.options,
    ...(hosts === 2 ? {} : { hosts }),
    ...dice.maybe(0.5, () => ({ returnPath: dice.pick(['ecmp', 'symmetric']) })),
    ...dice.maybe(0.4, () => {
      const [own, other] = priorities(dice)
      return { priority: { own, other } }
    }),
  }
  const names = Array.from({ length: hosts }, (_, k) => `h${k + 1}`)
  return {
    topology: { generator: 'activeActive', options },
    pairs: [...names.map((name) => between(name, 'server')), between('server', 'h1'), between('h1', 'h2')],
    selectors: paths(
      ...[1, 2].flatMap((group) =>
        (['active', 'standby'] as const).flatMap((side) =>
          (['lan', 'wan'] as const).map((cable) => ['group', [group], side, cable] as const),
        ),
      ),
    ),
    patienceMs: [timers.patienceMs],
    spreads: true,
  }
}
