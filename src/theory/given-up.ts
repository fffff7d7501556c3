import type { Claimant } from './claim.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/** An interface that it needs has no carrier. A process that stands still gives nothing up. */
export const isFaulty = (world: World, { node, needs }: Claimant): boolean =>
  !world.damage.hangs(node) && needs.some((name) => !world.hasCarrier(on(node, name)))

/** It has removed the addresses and answers for none: by a fault, or since one that is over, until it takes them again. */
export const hasGivenUp = (world: World, claimant: Claimant): boolean =>
  isFaulty(world, claimant) || world.givenUp(claimant)
