import type { Reason } from '../model/reason.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import type { Claim } from './claim.ts'
import { after, spacingOf, type Course } from './course.ts'
import { hopsOf, type Way } from './path.ts'
import type { World } from './world.ts'

/**
 * Why nothing can be said of a way whose packets are sent to an address of a claim that its mechanism leaves open, whichever claimant
 * holds the others; null: they are sent to none.
 */
export function contestedOn(
  { before, broken, changes, hz, traffic }: Course,
  way: Way,
  isFlapping: boolean,
): Reason | null {
  const earlier = changes.filter(({ reaction }) => reaction.react !== 'addresses-taken')
  const asked = { before, broken, earlier, hz, spacingNs: spacingOf({ traffic }) }
  const found = THEORIES.flatMap(({ contested }) => contested?.(asked, isFlapping) ?? [])
  if (found.length === 0) return null
  const taken = found.flatMap(({ claim }) => claim.claimants)
  const worlds = [before, broken, after(broken, changes)].flatMap((world) => [
    world,
    ...taken.map(({ node, name }) => world.after({ react: 'addresses-taken', node, claimant: name })),
  ])
  return found.find(({ claim }) => worlds.some((world) => isSentTo(world, way, claim)))?.because ?? null
}

const isSentTo = (world: World, way: Way, { addresses }: Claim): boolean =>
  way.pairs.some(({ source, target }) => addresses.includes(source) || addresses.includes(target)) ||
  hopsOf(world, way).some(({ address }) => addresses.includes(address))
