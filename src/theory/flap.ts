import { reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import type { Endpoint } from '../model/topology.ts'
import { sinceFault } from './change.ts'
import type { Course } from './course.ts'
import {
  announces,
  askedAgainNs,
  deafnessOf,
  dueNs,
  GIVES_UP_NS,
  QUESTION_NS,
  releasableNs,
  SUSPECTED_NS,
  type Queue,
} from './neighbour.ts'
import { withinHold, type ExpectedOutage } from './outage.ts'
import { heldAt, hopsOf, isHopAnswered, type Way } from './path.ts'
import { isForGood, strayNs, type Flap } from './rejoin.ts'
import { endsBetween, longestHeldNs, longestLossNs, once, type FlapSeries } from './series.ts'
import { Stream } from './stream.ts'
import { latestNs } from './ticks.ts'
import { sameEndpoint, type World } from './world.ts'

/** What a stream sends, how old neighbour entries may be at the fault, and for how long that is there. */
export interface Watched extends Pick<Queue, 'overdueNs' | 'stepNs'> {
  /** null: of any age. */
  readonly ageNs: Ns | null
  readonly holdNs: Ns
}

const SOURCE = 'net/core/neighbour.c: neigh_carrier_down, __neigh_event_send, neigh_timer_handler'

/**
 * The longest outage of a flap, from what one darkness without an end would cost (`own`): until the mechanism has moved the
 * traffic, or until the light is back; then until the nodes have found their neighbours again, and bridges their stations.
 */
export function flapped(own: ExpectedOutage, way: Way, flap: Flap, watched: Watched): ExpectedOutage {
  const { course } = flap
  const { darkNs } = flap.series
  const movedNs = own.unhealedNs === undefined ? (own.highNs ?? Infinity) : Infinity
  const isMoved = movedNs <= darkNs
  const series = isMoved && isForGood(flap, way) ? once(flap.series) : flap.series
  const entries = entriesOf({ ...flap, series }, way, watched)
  const astrayNs = strayNs(flap, way)
  const againNs = askedAgainNs(course)
  const lagNs = astrayNs + (entries.isAsked ? againNs : 0)
  const onceNs = own.highNs === 0 && !entries.isAsked ? 0 : isMoved ? movedNs : darkNs

  const { stepNs, holdNs } = watched
  const every = { lowNs: QUESTION_NS, highNs: latestNs(QUESTION_NS, course.hz) }
  const lostNs =
    entries.isPlain && astrayNs === 0
      ? longestHeldNs(series, { every, stepNs })
      : longestLossNs(series, onceNs, lagNs, stepNs)
  const isMerged = series.lastsNs + lagNs >= entries.failNs
  const failedNs = entries.failedNs === 0 ? 0 : entries.failedNs + (isMerged ? lostNs : 0)
  const endsNs = Math.max(onceNs === 0 ? 0 : series.lastsNs + lagNs, entries.unownedNs)
  const highNs = entries.isUnanswered ? endsNs + againNs : Math.max(lostNs, failedNs)
  if (highNs === 0) return own

  const isQueued = entries.isAsked || entries.isUnanswered || onceNs > entries.failNs
  const isOne = onceNs > 0 && !endsBetween(series, Math.max(lagNs, lostNs - darkNs), stepNs)
  const reasons = [
    ...(isMoved || own.highNs === 0 ? [] : [reason('flap-over')`a flap is over after ${{ darkNs }}`]),
    own.because,
    ...(entries.isAsked ? [ASKS] : []),
    ...(isOne
      ? [
          reason(
            'no-light-long-enough',
          )`no light is sure to be long enough to end the outage: from the first flap to after the last it may be one`,
        ]
      : []),
    ...(failedNs > 0 || entries.isUnanswered
      ? [
          reason(
            'address-unowned',
          )`nobody answers for the address of a router that has resigned, for up to ${{ unownedNs: entries.unownedNs }}`,
        ]
      : []),
  ]
  const outage: ExpectedOutage = {
    lowNs: Math.max(0, Math.min(own.lowNs, darkNs) - (isQueued ? releasableNs(watched) : 0)),
    highNs,
    because: reason('flap')`${{ reasons }}`,
    source: isQueued || failedNs > 0 ? `${own.source}; ${SOURCE}` : own.source,
    detection: own.detection,
    phases: own.phases,
  }
  // The packet that shows that it is over has to leave before the healing.
  return withinHold(endsNs + stepNs > holdNs ? { ...outage, unhealedNs: highNs } : outage, holdNs)
}

const ASKS = reason(
  'neighbours-forgotten',
)`a node whose interface goes dark forgets its neighbours there, asks anew, and 1 s after each question in vain again; packets wait for the answer`

/** What becomes of the neighbour entries of a way. */
interface Entries {
  /** A node may have to ask for a neighbour when the light is back. */
  readonly isAsked: boolean
  /** Only nodes whose own ports are dark have to, and nothing else happens before the light is back. */
  readonly isPlain: boolean
  /** What they ask for belongs to a claimant that has given it up. */
  readonly isUnanswered: boolean
  /** The earliest that another entry fails. */
  readonly failNs: Ns
  /** Until when an address that has been given up is not answered for, though the light is back; and how long entries fail for it. */
  readonly unownedNs: Ns
  readonly failedNs: Ns
}

/**
 * A node whose own interface is dark forgets its neighbours there (neigh_carrier_down). Another one's entry fails where
 * three questions fall into the dark, or are for an address that nobody has.
 */
function entriesOf({ course, lit, series }: Flap, way: Way, { ageNs }: Watched): Entries {
  const { before, broken, changes } = course
  const held = heldAt(broken, way)
  const others = hopsOf(before, way).filter(({ egress }) => !held.some((one) => sameEndpoint(one.egress, egress)))
  const deaf = others.some((hop) => !isHopAnswered(broken, hop)) ? deafnessOf(course, way) : null
  const againNs = askedAgainNs(course)

  const firstNs = Math.min(dueNs(ageNs), series.count === 1 ? Infinity : announcedNs(course) + SUSPECTED_NS)
  const failNs = firstNs + GIVES_UP_NS
  const isLong = series.darkNs >= GIVES_UP_NS && (deaf?.untilNs ?? Infinity) > GIVES_UP_NS
  const isOften = series.light.lowNs < againNs
  const fails = deaf !== null && series.lastsNs >= failNs && (isLong || (series.count > 1 && isOften))

  const unownedNs = unownedUntilNs(course, way, lit, series)
  const lastNs = series.lastsNs - series.darkNs
  const late = changes.filter((change) => sinceFault(change).lowNs <= series.darkNs)
  return {
    isAsked: held.length > 0 || fails,
    isPlain:
      held.length > 0 &&
      !fails &&
      held.every(({ egress }) => isOnPort(before, egress)) &&
      new Stream(broken, way).relevant(late).length === 0,
    isUnanswered: held.some((one) => !isHopAnswered(lit, one)),
    failNs,
    unownedNs,
    failedNs: unownedNs === 0 ? 0 : Math.max(0, lastNs + unownedNs - Math.max(firstNs, lastNs) - GIVES_UP_NS),
  }
}

/** Gratuitous ARP makes an entry stale. */
const announcedNs = ({ broken, changes }: Course): Ns =>
  Math.min(
    Infinity,
    ...changes.filter((change) => announces(broken.wiring, change)).map((change) => sinceFault(change).lowNs),
  )

/** Its light is the port's, at once. */
function isOnPort(world: World, at: Endpoint): boolean {
  const one = world.wiring.interface(at)
  if (one?.kind === 'vlan' || one?.kind === 'macvlan') return isOnPort(world, { ...at, interface: one.parent })
  return one?.kind === 'port'
}

/**
 * From a darkness until an address that its claimant has given up is answered for again. Another claimant takes it; where none
 * does, the same claimant takes it again, and its timer restarts each time that the light comes back.
 */
function unownedUntilNs(course: Course, way: Way, lit: World, { lastsNs }: FlapSeries): Ns {
  const deaf = deafnessOf({ ...course, broken: lit }, way)
  if (deaf === null) return 0
  const retryNs = deaf.isAnnounced ? 0 : askedAgainNs(course)
  if (deaf.untilNs !== null) return deaf.untilNs + retryNs
  const actives = lit.wiring.claims.flatMap((claim) => lit.tenures(claim).at(-1) ?? [])
  return lastsNs + Math.max(0, ...actives.map(({ aloneNs }) => aloneNs)) + retryNs
}
