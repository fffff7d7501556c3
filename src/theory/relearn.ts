import { endpointText, hasOpenVSwitch, isOpenVSwitch, type Endpoint } from '../model/topology.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { causes, sinceFault, type Change, type Reaction } from './change.ts'
import { after, type Course, type Traffic } from './course.ts'
import { ARP, IP } from './damage.ts'
import { visits, type Visit } from './lan.ts'
import { Learned } from './learned.ts'
import { askedAgainNs, askedAloudNs } from './neighbour.ts'
import { REVALIDATED_NS, WORK_NS } from './open-vswitch.ts'
import type { Outage } from './outage.ts'
import { arrives, hopsOf, lostAt, type Way } from './path.ts'
import { isFaulty } from './resigned.ts'
import { jiffyNs } from './ticks.ts'
import { on, type Wiring } from './wiring.ts'
import { sameEndpoint, type World } from './world.ts'

/** After each round of frames another bridge may let the next one through; more rounds than a path has turns. */
const MOST_ROUNDS = 4

const SOURCE = 'net/bridge/br_fdb.c: br_fdb_update, br_fdb_cleanup'

/** Bridges send packets for this station to a port behind which it is no more. */
export interface Astray {
  readonly station: Endpoint
  /** The latest beginning, from the fault. */
  readonly sinceNs: Ns
  /** Its next frame moves it: of traffic within so long; null: only its answer to an ARP question. */
  readonly spokenNs: Ns | null
}

/**
 * Whether bridges lead packets astray after a reaction: a station is behind another port, the old port keeps its light, and
 * nothing has told the bridge. A bond announces its own addresses and those of VLANs and macvlans on it, a virtual router
 * its own; stations behind a bridge above them are announced by neither (NETDEV_NOTIFY_PEERS ends at a bridge).
 * Null: packets arrive as soon as there is a way. A text: why they may not arrive at all.
 */
export function astray(course: Course, way: Way): Astray | string | null {
  const { before, broken } = course
  const order = [...course.changes].sort((a, b) => sinceFault(a).highNs - sinceFault(b).highNs)
  let found: Omit<Astray, 'spokenNs'> | null = null
  let [last, learned] = [before, Learned.in(before)]
  let where: Known = { world: broken, learned }
  for (let count = 0; count <= order.length; count += 1) {
    const change = order[count - 1]
    const world = after(broken, order.slice(0, count))
    const told = (tables: Learned): Learned =>
      change === undefined ? tables : afterwards(broken, order, change, tables)
    learned = told(learned)
    // Where it was before the fault, and where traffic has moved it to since.
    for (const tables of [learned, told(Learned.in(last))]) {
      const station = arrives(world, way) ? lostFor(world.knowing(tables), way) : null
      if (station === null) continue
      found = { station, sinceNs: change === undefined ? 0 : sinceFault(change).highNs }
      where = { world, learned: tables }
    }
    last = world
  }
  if (found === null) return null
  const spokenNs = untilSpoken(course, where, way)
  return spokenNs !== null || isFound(where, way)
    ? { ...found, spokenNs }
    : `bridges send what is for ${endpointText(found.station)} to where it was before, and an ARP question does not reach it either`
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
  return first.filter((visit) => others.every((some) => some.some((one) => isSame(one, visit))))
}

const isSame = (a: Visit, b: Visit): boolean =>
  a.port === b.port && a.vlan === b.vlan && sameEndpoint(a.bridge, b.bridge)

/** The interfaces whose addresses it announces. */
function announcers(wiring: Wiring, reaction: Reaction): readonly Endpoint[] {
  if (reaction.react === 'bond-active') return withAddresses(wiring, on(reaction.node, reaction.bond))
  if (reaction.react !== 'master') return []
  const router = wiring.groupOf(reaction.node, reaction.router)?.member.router
  return router === undefined ? [] : [on(reaction.node, router.interface)]
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
    interfaces.filter(isOpenVSwitch).map((bridge) => on(name, bridge.name)),
  )
}

/** The next frames of the stations, where there is traffic or an active virtual router, move what is lost; null: they do not. */
function untilSpoken({ traffic }: Course, { world, learned }: Known, way: Way): Ns | null {
  const { wiring } = world
  const speakers = [...traffic.map((one) => trafficSpeaks(one)), ...routersSpeak(world)]
  // Open vSwitch's datapath follows what its bridge has learned.
  const revalidatedNs = hasOpenVSwitch(wiring.topology) ? REVALIDATED_NS + WORK_NS : 0
  const paces = [...new Set(speakers.map(({ everyNs }) => everyNs))].sort((a, b) => a - b)
  for (const paceNs of paces) {
    let known = learned
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      for (const { everyNs, teaches } of speakers) if (everyNs <= paceNs) known = teaches(world, known)
      if (arrives(world.knowing(known), way)) return round * (paceNs + revalidatedNs)
    }
  }
  return null
}

/** Frames that are sent at this pace at least, and what bridges learn of them. */
interface Speaker {
  readonly everyNs: Ns
  readonly teaches: (world: World, known: Learned) => Learned
}

const trafficSpeaks = ({ way, spacingNs }: Traffic): Speaker => ({
  everyNs: spacingNs,
  teaches: (world, known) =>
    hopsOf(world.knowing(known), way).reduce(
      (all, { egress, neighbour }) => all.taught(egress, visits(world.knowing(all), egress, neighbour, IP)),
      known,
    ),
})

/** Advertisements are multicast: bridges flood them (mcast_snooping is off). */
const routersSpeak = (world: World): readonly Speaker[] =>
  world.wiring.groups.flatMap((group) => {
    const active = world.tenures(group).at(-1)
    if (active === undefined || isFaulty(world, active)) return []
    const from = on(active.node.name, active.router.interface)
    return [
      {
        everyNs: active.router.advertIntervalNs,
        teaches: (_, known) => known.taught(from, visits(world, from, null, IP)),
      } satisfies Speaker,
    ]
  })

/** A sender's broadcast question, and the answer to it, bring the packets back. */
function isFound({ world, learned }: Known, way: Way): boolean {
  const asked = hopsOf(world.knowing(learned), way).reduce((known, { egress, neighbour }) => {
    const question = known.taught(egress, visits(world, egress, null, ARP))
    return question.taught(neighbour, visits(world.knowing(question), neighbour, egress, IP))
  }, learned)
  return arrives(world.knowing(asked), way)
}

/** What follows for an outage that is over as soon as there is a way. */
export function untilLearned(own: Outage, { station, sinceNs, spokenNs }: Astray, course: Course): Outage {
  if (own.highNs === null) return own
  const endsNs = Math.max(own.highNs, sinceNs)
  const highNs = spokenNs === null ? askedNs(endsNs, course) : endsNs + spokenNs
  const moves =
    spokenNs === null
      ? `its answer to an ARP question, which comes within ${formatNs(highNs)}`
      : `its next frame, within ${formatNs(spokenNs)}`
  return {
    ...own,
    highNs,
    dark: { fromNs: 0, toNs: Math.max(own.dark?.toNs ?? 0, sinceNs) - endsNs + highNs },
    because: `${own.because}; but bridges send what is for ${endpointText(station)} to where they have learned it, which nothing but ${moves}, moves`,
    source: `${own.source}; ${SOURCE}${spokenNs === null ? '; net/core/neighbour.c: neigh_timer_handler' : ''}`,
  }
}

/**
 * The sender's neighbour entry is due at the latest now, its unicast questions go the wrong way, and the one after them is
 * a broadcast. Where there was no way yet, the next one.
 */
const askedNs = (endsNs: Ns, course: Course): Ns =>
  Math.max(askedAloudNs(course), endsNs + askedAgainNs(course)) + jiffyNs(course.hz)
