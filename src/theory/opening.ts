import type { Effect } from '../model/fault.ts'
import { formatNs, seconds, type Ns } from '../model/time.ts'
import { sinceFault, type Change } from './change.ts'
import type { Outage } from './outage.ts'
import { arrives, type Way } from './path.ts'
import { jiffies, jiffyNs, wheelGranularity } from './ticks.ts'
import type { World } from './world.ts'

const UNHEARD =
  'its gateway takes over while the spanning tree is still closed: nobody hears it say so, and old neighbour entries stay until they are due'

/** What a spanning tree opens for one direction of a flow. */
export interface Opening {
  /** The tree as it is broken, and all that reacts. */
  readonly broken: World
  readonly changes: readonly Change[]
  readonly effects: readonly Effect[]
}

/** Why a way that needs a port of a spanning tree to open may stay closed after that; null where it does not. */
export function closedTo(opening: Opening, way: Way): string | null {
  const { changes } = opening
  const opened = changes.filter(opens)
  return needs(opening, way, opened) && isUnheard(changes, opened) && needs(opening, way, changes.filter(isTakeover))
    ? UNHEARD
    : null
}

/**
 * A port of a spanning tree has to open, and both ends of a cable that keeps its light keep what they have learned there:
 * the table's clean-up is due when an entry is 300 s old, and a topology change does not bring it forward
 * (net/bridge/br_fdb.c: br_fdb_cleanup, hold_time; br_stp.c: __br_set_topology_change).
 */
export function keepsLearned(opening: Opening, way: Way): boolean {
  const opened = opening.changes.filter(opens)
  return (
    opening.effects.some(({ effect }) => effect === 'receive-dead') &&
    opened.some(isKept) &&
    needs(opening, way, opened)
  )
}

/** The longest that an entry is taken for reachable: base_reachable_time · 1.5 (net/core/neighbour.c: neigh_rand_reach_time). */
const REACHABLE_NS = seconds(45)
/** Then it is used so long (delay_first_probe_time), and asked for three times (ucast_solicit), 1 s apart. */
const DELAY_NS = seconds(5)
const QUESTION_NS = seconds(1)
const QUESTIONS = 3

/**
 * What moves an entry is the next broadcast of whom it is for: the sender's neighbour entry is due at the latest now,
 * unicast questions go the dead way, and the one after them is a broadcast. Where the tree was still closed, the next one.
 */
export function untilAsked(own: Outage, hz: number, spacingNs: Ns): Outage {
  if (own.highNs === null) return own
  const timer = (ns: Ns): Ns => ns + wheelGranularity(jiffies(ns, hz)) * jiffyNs(hz)
  const askedNs = timer(REACHABLE_NS) + timer(DELAY_NS) + QUESTIONS * timer(QUESTION_NS)
  const highNs = Math.max(askedNs, own.highNs + timer(QUESTION_NS)) + spacingNs + jiffyNs(hz)
  return {
    ...own,
    highNs,
    because: `${own.because}; but both ends of the cable that keeps its light keep what they have learned there, until an ARP question moves it: a broadcast, within ${formatNs(highNs)}`,
    source: `${own.source}; net/bridge/br_fdb.c: br_fdb_cleanup, br_fdb_update; net/core/neighbour.c: neigh_timer_handler`,
  }
}

const needs = ({ broken, changes }: Opening, way: Way, some: readonly Change[]): boolean =>
  some.length > 0 &&
  !arrives(broken.after(...changes.filter((one) => !some.includes(one)).map(({ reaction }) => reaction)), way)

/** A takeover, and a port that opens only after that: gratuitous ARP and questions before are lost. */
function isUnheard(changes: readonly Change[], opened: readonly Change[]): boolean {
  const earliestNs = Math.min(...changes.filter(isTakeover).map((change) => sinceFault(change).lowNs))
  return opened.some((change) => sinceFault(change).highNs > earliestNs)
}

const isTakeover = ({ reaction }: Change): boolean => reaction.react === 'master'

const opens = ({ reaction }: Change): boolean => reaction.react === 'stp-port' && reaction.forwards

/** No bridge forgets what it has learned. */
const isKept = ({ reaction }: Change): boolean => reaction.react === 'stp-port' && !reaction.flushes
