import type { Claim, Claimant } from './claim.ts'
import { IP } from './damage.ts'
import { hasGivenUp } from './given-up.ts'
import { delivers } from './lan.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/**
 * The claimants whose kernel has the addresses, the last to take them first: two where neither receives the other, or where the less
 * preferred one does not receive the other. The less preferred one that does gives them up (RFC 9568 6.4.3).
 */
export function holdersOf(world: World, claim: Claim): readonly Claimant[] {
  const tenures = world.tenures(claim)
  const isTold = (one: Claimant, later: Claimant): boolean =>
    claim.claimants.indexOf(later) < claim.claimants.indexOf(one) &&
    delivers(world, on(later.node, later.interface), on(one.node, one.interface), IP)
  return tenures
    .filter((one, at) => !hasGivenUp(world, one) && !tenures.slice(at + 1).some((later) => isTold(one, later)))
    .toReversed()
}
