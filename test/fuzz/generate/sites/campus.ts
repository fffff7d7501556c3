import { between, paths, type DraftSite } from '../draft.ts'
import { lacp, merged, mii, mlagTimers, tree, vlans, vrrp } from '../timers.ts'

/** Large and dear: the smallest of its kind, with few of everything. */
export const draftCampus: DraftSite = (dice) => {
  const way = dice.weighted([
    [4, 'stp'],
    [2, 'mstpd'],
    [4, 'mlag'],
  ] as const)
  const mlag = way === 'mlag'
  const gateways = vrrp(dice)
  const layers = mlag ? [lacp(dice), mlagTimers(dice)] : [mii(dice), tree(dice, way === 'mstpd')]
  const ids = dice.chance(0.5) ? undefined : vlans(dice, 2)
  const options = {
    ...(mlag ? { loopFree: 'mlag' } : way === 'mstpd' ? { loopFree: 'rstp', by: 'mstpd' } : {}),
    ...gateways.options,
    ...merged(layers),
    ...(ids === undefined ? {} : { vlans: ids }),
  }
  const selectors = (ids ?? [10, 20]).flatMap((vlan) =>
    (['active', 'standby'] as const).flatMap((side) =>
      (['lan', 'wan'] as const).map((cable) => ['gateway', [vlan], side, cable] as const),
    ),
  )
  return {
    topology: { generator: 'campus', options },
    pairs: [
      between('h1', 's1'),
      between('h1', 'outside'),
      between('outside', 'h1'),
      between('h2', 'outside'),
      between('h2', 's1'),
    ],
    selectors: paths(
      ...selectors,
      ['outside', 'activeLeg'],
      ...(mlag ? [] : [['host', [1], 'activeLeg'] as const, ['access', [1], 'activeUplink'] as const]),
    ),
    patienceMs: [gateways.patienceMs, ...layers.map((one) => one.patienceMs)],
    spreads: mlag,
  }
}
