import { isReason, reason, type Reason } from '../model/reason.ts'
import { endpointText, isRapidBridge, type Endpoint } from '../model/topology.ts'
import type { Ns } from '../model/time.ts'
import { causes, sinceFault, type Change, type Reaction } from './change.ts'
import { after, type Course, type WatchedStream } from './course.ts'
import { ARP, IP } from './damage.ts'
import { isFaulty } from './given-up.ts'
import { InFlight } from './in-flight.ts'
import { isSameVisit, visits, type Visit } from './lan.ts'
import { Learned } from './learned.ts'
import { askedAgainNs, askedAloudNs } from './neighbour.ts'
import type { ExpectedOutage } from './outage.ts'
import { arrives, hopsOf, lostAt, type Way } from './path.ts'
import { isSilent } from './announcing.ts'
import { jiffyNs, latestNs } from './ticks.ts'
import { on, type Wiring } from './wiring.ts'
import type { World } from './world.ts'

/** After each round of frames another bridge may let the next one through; more rounds than a path has turns. */
const MOST_ROUNDS = 4

const SOURCE = 'net/bridge/br_fdb.c: br_fdb_update, br_fdb_cleanup'

/** Bridges send packets for this station to a port behind which it is no more. */
export interface Astray {
  readonly station: Endpoint
  /** The latest beginning, from the fault. */
  readonly sinceNs: Ns
  /** What moves it, or what comes by its old place before that, is so late at most. */
  readonly lateNs: Ns
  /** Its next frame moves it: of traffic within so long; 0: its announcement; null: only its answer to an ARP question. */
  readonly spokenNs: Ns | null
  /** Else from then on the bridges have forgotten it, and flood: within so long after its last frame by the old place; null: not known. */
  readonly agedNs: Ns | null
  /** An ARP question reaches it by what the bridges know of it. */
  readonly isFound: boolean
}

/**
 * Whether bridges lead packets astray after a reaction: a station is behind another port, the old port keeps its light, and
 * nothing has told the bridge. A bond announces its own addresses and those of VLANs and macvlans on it, a claimant
 * its own; stations behind a bridge above them are announced by neither (NETDEV_NOTIFY_PEERS ends at a bridge). What an
 * impairment delays comes later: the announcement, or frames by the old place, after which it is not the last word.
 * Null: packets arrive as soon as there is a way. A text: why they may not arrive at all.
 */
export function astray(course: Course, way: Way): Astray | Reason | null {
  const flight = new InFlight(course.broken)
  const unannounced = lastLost(course, way, (step) => [announcedTo(step, course.broken)])
  if (flight.isEmpty) return unannounced === null ? null : nextFrame(course, way, unannounced, flight)
  const stale = lastLost(course, way, (step) => staleTables(step, course, way, flight))
  const late = lastLost(course, way, (step) => [announcedTo(step, flight.promptIn(course.broken))])
  if (late !== null && unannounced === null && !flight.isLossless)
    return reason(
      'move-impaired',
    )`what moves ${{ station: endpointText(late.station) }} at the bridges passes an impairment, which may lose it`
  const moves = [unannounced, stale].flatMap((one) => (one === null ? [] : [nextFrame(course, way, one, flight)]))
  if (stale !== null && (!flight.isBounded || moves.some((one) => isReason(one) || one.spokenNs === null)))
    return reason(
      'frames-of-before',
    )`frames that ${{ station: endpointText(stale.station) }} has sent before it moves may come out of a queue after its announcement, and lead bridges back to its old place`
  const silent = moves.find(isReason)
  if (silent !== undefined) return silent
  const found = moves.flatMap((one) => (isReason(one) ? [] : [one]))
  const [first = late === null ? null : { ...late, spokenNs: 0, agedNs: null, isFound: true }] = found
  if (first === null) return null
  return {
    station: first.station,
    sinceNs: Math.max(first.sinceNs, ...found.map(({ sinceNs }) => sinceNs), late?.sinceNs ?? 0),
    lateNs: stale === null && late === null ? 0 : flight.lateNs,
    spokenNs: found.some(({ spokenNs }) => spokenNs === null)
      ? null
      : Math.max(0, ...found.map(({ spokenNs }) => spokenNs ?? 0)),
    agedNs: found.some(({ agedNs }) => agedNs === null) ? null : Math.max(0, ...found.map(({ agedNs }) => agedNs ?? 0)),
    isFound: found.every(({ isFound }) => isFound),
  }
}

/** Where packets are lost, and what the bridges know then. */
interface Lost extends Known, Pick<Astray, 'station' | 'sinceNs'> {}

/** One change, what bridges have learned before it, and the networks until then. */
interface Step {
  readonly change: Change | undefined
  readonly order: readonly Change[]
  readonly world: World
  readonly olds: readonly World[]
  readonly learned: Learned
}

/** The last change after which packets are lost, by what bridges may know then. */
function lastLost(course: Course, way: Way, known: (step: Step) => readonly Learned[]): Lost | null {
  const { before, broken } = course
  const order = [...course.changes].sort((a, b) => sinceFault(a).highNs - sinceFault(b).highNs)
  let found: Lost | null = null
  let learned = Learned.in(before)
  const olds: World[] = [before]
  for (let count = 0; count <= order.length; count += 1) {
    const change = order[count - 1]
    const world = after(broken, order.slice(0, count))
    const step = { change, order, world, olds: [...olds], learned }
    // Where it was before the fault, and where traffic has moved it to since.
    const tables = [step, { ...step, learned: Learned.in(olds.at(-1) ?? before) }].flatMap((one) => known(one))
    for (const one of tables) {
      const station = arrives(world, way) ? lostFor(world.knowing(one), way) : null
      if (station === null) continue
      found = { station, sinceNs: change === undefined ? 0 : sinceFault(change).highNs, world, learned: one }
    }
    learned = announcedTo(step, broken)
    olds.push(world)
  }
  return found
}

const announcedTo = ({ change, order, learned }: Step, broken: World): Learned =>
  change === undefined ? learned : afterwards(broken, order, change, learned)

/** Frames that have waited in a queue come after the announcement, by each of the places where the station has been. */
function staleTables(step: Step, { broken }: Course, way: Way, flight: InFlight): readonly Learned[] {
  const { change, world, olds } = step
  if (change === undefined) return []
  const stations = hopsOf(world, way).map(({ neighbour }) => neighbour)
  const announced = announcedTo(step, broken)
  return olds.flatMap((old) => {
    const stale = stations.map((station) => ({ station, visited: flight.staleVisits(old, station, change) }))
    if (stale.every(({ visited }) => visited.length === 0)) return []
    return [stale.reduce((tables, { station, visited }) => tables.taught(station, visited), announced)]
  })
}

/** What moves the station again: frames that pass no impairment, or where none can be lost those that do. */
function nextFrame(course: Course, way: Way, lost: Lost, flight: InFlight): Astray | Reason {
  const { station, sinceNs } = lost
  const prompt = flight.promptIn(lost.world)
  const heard = flight.isLossless ? lost.world : prompt
  const spokenNs = untilSpoken(course, lost, way, prompt, 0) ?? untilSpoken(course, lost, way, heard, flight.lateNs)
  const agedNs = arrives(lost.world, way) ? agesNs(lost.world.wiring, course.hz) : null
  const isAsked = spokenNs === null && isFound(lost, way, heard)
  return spokenNs !== null || isAsked || agedNs !== null
    ? { station, sinceNs, lateNs: 0, spokenNs, agedNs, isFound: isAsked }
    : reason(
        'station-unreachable',
      )`bridges send what is for ${{ station: endpointText(station) }} to where it was before, and an ARP question does not reach it either`
}

/**
 * When every bridge has forgotten a station since its last frame, at the latest: the one that remembers for longest, and a granule of the
 * wheel (br_fdb_cleanup). During a topology change of the kernel's tree it is the forward delay that counts, which may be longer, and the
 * clean-up is not brought forward (hold_time). null: one of them has no ageing time of its own, and the kernel's is longer than any neighbour entry lasts.
 */
function agesNs({ topology }: Wiring, hz: number): Ns | null {
  const bridges = topology.nodes.flatMap(({ interfaces }) => interfaces.filter((one) => one.kind === 'bridge'))
  const times = bridges.map(({ ageingNs, stp }) =>
    ageingNs === undefined ? null : Math.max(ageingNs, stp?.forwardDelayNs ?? 0),
  )
  return times.includes(null) ? null : Math.max(...times.map((ns) => latestNs(ns ?? 0, hz)))
}

/** A world, and what its bridges have learned. */
interface Known {
  readonly world: World
  readonly learned: Learned
}

/** The station that packets of the way do not reach, by what bridges have learned. */
const lostFor = (world: World, way: Way): Endpoint | null => lostAt(world, way)?.neighbour ?? null

/** What bridges know after a change: gratuitous ARP moves what it is sure to reach, whatever else has come before it. */
function afterwards(broken: World, all: readonly Change[], change: Change, learned: Learned): Learned {
  const { lowNs, highNs } = sinceFault(change)
  const others = all.filter((one) => one !== change)
  const worlds = [
    [...others.filter((one) => sinceFault(one).highNs < lowNs), ...causes(change)],
    [...others.filter((one) => sinceFault(one).lowNs <= highNs), change],
  ].map((some) => after(broken, [...new Set(some)]))
  return announcers(broken.wiring, change.reaction).reduce(
    (known, station) => known.taught(station, common(worlds.map((world) => visits(world, station, null, ARP)))),
    learned.forgotten(forgetful(broken.wiring, change.reaction)),
  )
}

function common([first = [], ...others]: readonly (readonly Visit[])[]): readonly Visit[] {
  return first.filter((visit) => others.every((some) => some.some((one) => isSameVisit(one, visit))))
}

/** The interfaces whose addresses it announces. */
function announcers(wiring: Wiring, reaction: Reaction): readonly Endpoint[] {
  if (reaction.react === 'bond-active')
    return isSilent(wiring, reaction) ? [] : withAddresses(wiring, on(reaction.node, reaction.bond))
  if (reaction.react !== 'addresses-taken') return []
  const claimant = wiring.claimOf(reaction.node, reaction.claimant)?.claimant
  return claimant === undefined ? [] : [on(reaction.node, claimant.interface)]
}

/** An interface, and the VLANs and macvlans above it. */
function withAddresses(wiring: Wiring, at: Endpoint): readonly Endpoint[] {
  const above = wiring.upper(at).flatMap(({ name }) => withAddresses(wiring, on(at.node, name)))
  return (wiring.interface(at)?.addresses.length ?? 0) > 0 ? [at, ...above] : above
}

/** The bridges that forget what they have learned. */
function forgetful({ topology }: Wiring, reaction: Reaction): readonly Endpoint[] {
  if (reaction.react !== 'stp-port' || !reaction.flushes) return []
  return topology.nodes.flatMap(({ name, interfaces }) =>
    interfaces.filter(isRapidBridge).map((bridge) => on(name, bridge.name)),
  )
}

/**
 * The next frames of the stations, where there is traffic or a claimant that holds its addresses, move what is lost; null: they do not.
 * `heard`: the network in which they come to the bridges, `lateNs` late.
 */
function untilSpoken({ traffic }: Course, { world, learned }: Known, way: Way, heard: World, lateNs: Ns): Ns | null {
  const { wiring } = world
  const speakers = [...traffic.map((one) => trafficSpeaks(one, world)), ...claimantsSpeak(world)]
  const paces = [...new Set(speakers.map(({ everyNs }) => everyNs))].sort((a, b) => a - b)
  for (const paceNs of paces) {
    let known = learned
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      for (const { everyNs, teaches } of speakers) if (everyNs <= paceNs) known = teaches(heard, known)
      if (arrives(world.knowing(known), way)) return round * (paceNs + wiring.learnsLateNs + lateNs)
    }
  }
  return null
}

/** Frames that are sent at this pace at least, and what bridges learn of them. */
interface Speaker {
  readonly everyNs: Ns
  readonly teaches: (heard: World, known: Learned) => Learned
}

const trafficSpeaks = ({ way, spacingNs }: WatchedStream, world: World): Speaker => ({
  everyNs: spacingNs,
  teaches: (heard, known) =>
    hopsOf(world.knowing(known), way).reduce(
      (all, { egress, neighbour }) => all.taught(egress, visits(heard.knowing(all), egress, neighbour, IP)),
      known,
    ),
})

/** What holders send is multicast: bridges flood it (mcast_snooping is off). */
const claimantsSpeak = (world: World): readonly Speaker[] =>
  world.wiring.claims.flatMap((claim) => {
    const active = world.tenures(claim).at(-1)
    if (active === undefined || active.sendsEveryNs === null || isFaulty(world, active)) return []
    const from = on(active.node, active.interface)
    return [
      {
        everyNs: active.sendsEveryNs,
        teaches: (heard, known) => known.taught(from, visits(heard, from, null, IP)),
      } satisfies Speaker,
    ]
  })

/** A sender's broadcast question, and the answer to it, bring the packets back. */
function isFound({ world, learned }: Known, way: Way, heard: World): boolean {
  const asked = hopsOf(world.knowing(learned), way).reduce((known, { egress, neighbour }) => {
    const question = known.taught(egress, visits(heard, egress, null, ARP))
    return question.taught(neighbour, visits(heard.knowing(question), neighbour, egress, IP))
  }, learned)
  return arrives(world.knowing(asked), way)
}

/** What follows for an outage that is over as soon as there is a way. */
export function untilLearned(own: ExpectedOutage, lost: Astray, course: Course): ExpectedOutage {
  if (own.highNs === null) return own
  const { station, sinceNs, lateNs, spokenNs, agedNs, isFound } = lost
  const endsNs = Math.max(own.highNs, sinceNs) + lateNs
  const answeredNs = isFound ? askedNs(endsNs, course) : Infinity
  // An entry that has failed meanwhile is asked for again.
  const forgottenNs = agedNs === null ? Infinity : endsNs + agedNs + askedAgainNs(course)
  const isForgotten = spokenNs === null && forgottenNs < answeredNs
  const highNs = spokenNs === null ? Math.min(answeredNs, forgottenNs) : endsNs + spokenNs
  const mover = isForgotten
    ? reason('until-forgotten')`until they have forgotten it, within ${{ withinNs: highNs }}`
    : reason('moved-by-nothing-else')`which nothing but ${{ mover: moverOf(lateNs, spokenNs, highNs) }}, moves`
  return {
    ...own,
    highNs,
    dark: { fromNs: 0, toNs: Math.max(own.dark?.toNs ?? 0, sinceNs) + lateNs - endsNs + highNs },
    because: reason(
      'bridges-learned',
    )`${{ outage: own.because }}; but bridges send what is for ${{ station: endpointText(station) }} to where they have learned it, ${{ until: mover }}`,
    source: `${own.source}; ${SOURCE}${lateNs === 0 ? '' : '; net/sched/sch_netem.c: netem_enqueue'}${spokenNs === null ? '; net/core/neighbour.c: neigh_timer_handler' : ''}`,
  }
}

function moverOf(lateNs: Ns, spokenNs: Ns | null, highNs: Ns): Reason {
  if (spokenNs === null)
    return reason('moved-by-answer')`its answer to an ARP question, which comes within ${{ withinNs: highNs }}`
  if (spokenNs === 0) return reason('moved-by-announcement')`its announcement, up to ${{ lateNs }} late`
  return reason('moved-by-frame')`its next frame, within ${{ withinNs: spokenNs + lateNs }}`
}

/**
 * The sender's neighbour entry is due at the latest now, its unicast questions go the wrong way, and the one after them is
 * a broadcast. Where there was no way yet, the next one.
 */
const askedNs = (endsNs: Ns, course: Course): Ns =>
  Math.max(askedAloudNs(course), endsNs + askedAgainNs(course)) + jiffyNs(course.hz)
