import { reason, type Reason } from '../model/reason.ts'
import { sinceFault, type Change } from './change.ts'
import { arrives, type Way } from './path.ts'
import type { World } from './world.ts'

const UNHEARD = reason(
  'takeover-unheard',
)`its gateway takes over while a port of the spanning tree on the way is still closed: its gratuitous ARP is lost there, and old neighbour entries stay until they expire`

/** What a spanning tree opens for one direction of a flow. */
export interface Opening {
  /** The tree as it is broken, and all that reacts. */
  readonly broken: World
  readonly changes: readonly Change[]
}

/** Why a way that needs a port of a spanning tree to open may stay closed after that; null where it does not. */
export function closedTo(opening: Opening, way: Way): Reason | null {
  const { changes } = opening
  const opened = changes.filter(opens)
  return needs(opening, way, opened) && isUnheard(changes, opened) && needs(opening, way, changes.filter(isTakeover))
    ? UNHEARD
    : null
}

const needs = ({ broken, changes }: Opening, way: Way, some: readonly Change[]): boolean =>
  some.length > 0 &&
  !arrives(broken.after(...changes.filter((one) => !some.includes(one)).map(({ reaction }) => reaction)), way)

/** A takeover, and a port that opens only after that: gratuitous ARP and questions before are lost. */
function isUnheard(changes: readonly Change[], opened: readonly Change[]): boolean {
  const earliestNs = Math.min(...changes.filter(isTakeover).map((change) => sinceFault(change).lowNs))
  return opened.some((change) => sinceFault(change).highNs > earliestNs)
}

const isTakeover = ({ reaction }: Change): boolean => reaction.react === 'addresses-taken'

const opens = ({ reaction }: Change): boolean => reaction.react === 'stp-port' && reaction.forwards
