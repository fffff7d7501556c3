import type { Effect } from '../model/fault.ts'
import { sinceFault, type Change } from './change.ts'
import { arrives, type Way } from './path.ts'
import type { World } from './world.ts'

const UNHEARD =
  'its gateway takes over while the spanning tree is still closed: nobody hears it say so, and old neighbour entries stay until they are due'
const LEARNED =
  'both ends of a cable that keeps its light keep what they have learned there, whatever the spanning tree opens: until an entry is 300 s old, or a broadcast moves it'

/** Why a way that needs a port of a spanning tree to open may stay closed after that; null where it does not. */
export function closedTo(
  broken: World,
  way: Way,
  changes: readonly Change[],
  effects: readonly Effect[],
): string | null {
  const needs = (some: readonly Change[]): boolean =>
    some.length > 0 &&
    !arrives(broken.after(...changes.filter((one) => !some.includes(one)).map(({ reaction }) => reaction)), way)
  const opened = changes.filter(({ reaction }) => reaction.react === 'stp-port' && reaction.forwards)
  if (!needs(opened)) return null
  if (isUnheard(changes, opened) && needs(changes.filter(isTakeover))) return UNHEARD
  return isSilent(effects) && opened.some(keepsLearned) ? LEARNED : null
}

/** A takeover, and a port that opens only after that: gratuitous ARP and questions before are lost. */
function isUnheard(changes: readonly Change[], opened: readonly Change[]): boolean {
  const earliestNs = Math.min(...changes.filter(isTakeover).map((change) => sinceFault(change).lowNs))
  return opened.some((change) => sinceFault(change).highNs > earliestNs)
}

const isTakeover = ({ reaction }: Change): boolean => reaction.react === 'master'

const isSilent = (effects: readonly Effect[]): boolean => effects.some(({ effect }) => effect === 'receive-dead')

/** A topology change has entries age faster, but nothing brings the clean-up forward (net/bridge/br_fdb.c: br_fdb_cleanup). */
const keepsLearned = ({ reaction }: Change): boolean => reaction.react === 'stp-port' && !reaction.flushes
