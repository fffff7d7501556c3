import { reason } from '../../model/reason.ts'
import { on } from '../../theory/wiring.ts'
import type { Moment, Undecided } from '../contract/theory.ts'

/** So many link monitors that act on one fault have never been late: three, in 16 trials. */
const MOST = 3

/**
 * Active-backup: all nodes share one kernel, and a link monitor that finds the lock of its devices taken looks again at the next tick, as often as it
 * has to (bond_mii_monitor: rtnl_trylock). Of eight bonds some were up to 93 ms late, of eleven up to 112 ms; who holds the lock for so long
 * is not known, so nothing is said of them.
 */
export function crowded({ before, broken }: Moment): readonly Undecided[] {
  const { wiring } = broken
  const acting = wiring.bonds().flatMap(({ node, bond }) => {
    if (bond.bond.mode !== 'active-backup' || bond.bond.monitor.by !== 'mii') return []
    const legs = wiring.members(on(node, bond.name)).map(({ name }) => on(node, name))
    const isHit = legs.some((leg) => before.damage.hasCarrier(leg) && !broken.damage.hasCarrier(leg))
    return isHit ? [{ node, bond: bond.name, legs }] : []
  })
  if (acting.length <= MOST) return []
  return acting.map(({ node, bond, legs }) => ({
    ends: legs,
    because: reason(
      'crowded-monitors',
    )`the link monitors of ${{ bonds: acting.length }} bonds act on the fault at once, and wait for each other (rtnl_trylock) for a time that is not known`,
    mayReact: legs.map(({ interface: member }) => ({ react: 'bond-active', node, bond, member })),
  }))
}
