import { THEORIES } from '../mechanisms/all/theory.ts'
import type { Effect } from '../model/fault.ts'
import type { StateMatch } from '../model/handle.ts'
import { Damage } from './damage.ts'
import type { Wiring } from './wiring.ts'
import { World } from './world.ts'

/** The network in the states in which its mechanisms were seen, the one that changed last at the end. */
export const observedWorld = (wiring: Wiring, effects: readonly Effect[], states: readonly StateMatch[]): World =>
  new World(wiring, new Damage(effects), null).after(
    ...states.flatMap((state) => THEORIES.flatMap(({ seen }) => seen?.(state) ?? [])),
  )

/** The states that are watched do not say where packets go: protocols maintain routes. */
export const unwalkable = ({ dynamicRoutes }: Wiring): boolean => dynamicRoutes.size > 0
