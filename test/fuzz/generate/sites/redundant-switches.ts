import { between, paths, type DraftSite } from '../draft.ts'
import { lacp, merged, mlagTimers, tree, vlans } from '../timers.ts'

export const draftRedundantSwitches: DraftSite = (dice) => {
  const way = dice.weighted([
    [9, 'stp'],
    [2, 'rstp'],
    [3, 'mstpd'],
    [4, 'lag'],
    [4, 'mlag'],
  ] as const)
  const isTree = way === 'stp' || way === 'rstp' || way === 'mstpd'
  const timers = isTree ? [tree(dice, way !== 'stp')] : [lacp(dice), ...(way === 'mlag' ? [mlagTimers(dice)] : [])]
  const access = dice.weighted([
    [2, 1],
    [5, 2],
    [1, 3],
  ])
  const cost = (): number => dice.odd(1, 65_535, [4, 4, 2, 19, 100])
  const options = {
    ...(way === 'stp' ? {} : way === 'mstpd' ? { loopFree: 'rstp', by: 'mstpd' } : { loopFree: way }),
    ...(access === 2 ? {} : { access }),
    ...dice.maybe(0.2, () => ({ hosts: 2 })),
    ...merged(timers),
    ...(isTree ? dice.maybe(0.3, () => ({ cost: { uplink: cost(), peer: cost() } })) : {}),
    ...(way === 'stp' ? dice.maybe(0.2, () => ({ bpduGuard: false })) : {}),
    ...(way === 'stp' ? dice.maybe(0.2, () => ({ rootGuard: true })) : {}),
    ...dice.maybe(0.25, () => ({ vlans: vlans(dice, 2) })),
  }
  const uplinks = Array.from({ length: access }, (_, k) => k + 1).flatMap((k) => [
    ['access', [k], 'activeUplink'] as const,
    ['access', [k], 'standbyUplink'] as const,
  ])
  return {
    topology: { generator: 'redundantSwitches', options },
    pairs: [
      between('h1', 'server1'),
      between('h1', 'server2'),
      between('server2', 'h1'),
      between('server1', 'server2'),
      ...(access > 1 ? [between('h1', 'h2')] : []),
    ],
    selectors: isTree ? paths(...uplinks) : way === 'lag' ? paths(['member', ['m1']], ['member', ['m2']]) : [],
    patienceMs: timers.map((one) => one.patienceMs),
    spreads: !isTree,
  }
}
