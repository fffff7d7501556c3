import { between, paths, type DraftSite } from '../draft.ts'
import { merged, ospf, vrrp } from '../timers.ts'

export const draftRoutedCampus: DraftSite = (dice) => {
  const timers = [vrrp(dice), ospf(dice)]
  return {
    topology: { generator: 'routedCampus', options: merged(timers) },
    pairs: [between('h1', 'h2'), between('h1', 'h2'), between('h2', 'h1'), between('h1', 'c2')],
    selectors: paths(
      ...(['first', 'second'] as const).flatMap((side) =>
        (['lan', 'up1', 'up2'] as const).map((cable) => ['building', [1], side, cable] as const),
      ),
      ['peer'],
    ),
    patienceMs: timers.map((one) => one.patienceMs),
    spreads: true,
  }
}
