/*
 * The room of theory: timers and effects become windows, the intervals in which an outage must lie.
 * It owns the model of Linux: how frames and packets are forwarded, and how the reactions of the mechanisms move that.
 * It never measures, judges or does I/O, and it reads the effects of a fault and never the catalogue. What it does not model gets a
 * reason in place of a window: silence is better than a window that is too small.
 * Begin here: `theoryOf` collects the changes of every mechanism (`src/mechanisms/NAME/theory.ts`; `change.ts` is the type).
 * `world.ts` is the network as it has reacted so far, `path.ts` walks it, `history.ts` puts the changes into every possible order, and
 * `outage.ts` makes a window of the darkest one. docs/theory.md has the formulas with their sources.
 */
import type { Effect } from '../model/fault.ts'
import type { StateMatch } from '../model/handle.ts'
import { phaseWaitNs, type Phase, type PhasePlan } from '../model/phase.ts'
import type { Silence } from '../model/silence.ts'
import { ms, type Ns } from '../model/time.ts'
import { networksBetween } from '../model/network-at.ts'
import { isReason, reason, type Reason } from '../model/reason.ts'
import { nodeOf, type Endpoint, type Topology } from '../model/topology.ts'
import { DIRECTIONS, type Direction } from '../model/traffic.ts'
import type { Return, Prediction, Window } from '../model/window.ts'
import { both, sinceFault, usually, type Reactions } from './change.ts'
import { after, spacingOf, type Course, type WatchedStream } from './course.ts'
import { Damage } from './damage.ts'
import { unsureMac } from './fail-over-mac.ts'
import { flapped } from './flap.ts'
import { forgotten } from './forgotten.ts'
import { forwardedStill, hangingBefore, stillness } from './hanging.ts'
import { mayMiss, wherever } from './hashed.ts'
import {
  answersLateNs,
  delayNs,
  inTime,
  isTolerated,
  packetsLateNs,
  passed,
  putOff,
  segmentsLateNs,
  shifted,
  silenced,
  touchedBy,
  unsteady,
  type Lateness,
  type Touched,
} from './impaired.ts'
import { agreed } from './leaky.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import type { Moment } from '../mechanisms/contract/theory.ts'
import { deafnessOf, released, unconfirmed } from './neighbour.ts'
import { closedTo } from './opening.ts'
import { distinct, isLostIn, outageOf, withinHold, type ExpectedOutage } from './outage.ts'
import { arrives, goesTo, heldAt, waysOf, type AddressPairs, type Way } from './path.ts'
import { refusedTo, stagesOf, unledIn } from './led.ts'
import { litAgain, unboundedReturn } from './rejoin.ts'
import { astray, untilLearned } from './relearn.ts'
import { returnOf } from './returning.ts'
import { roundTripOf } from './round-trip.ts'
import { seriesOf, whileDark } from './series.ts'
import { stallOfSession, type TheorySession } from './session.ts'
import { strangerOn } from './strangers.ts'
import { swallowing } from './swallowing.ts'
import { phasePlan } from './timers.ts'
import { claimedApart } from './apart.ts'
import { carrierOfTree } from './tree-carrier.ts'
import { unanswered } from './unanswered.ts'
import { withUsual } from './usual.ts'
import { answered, claimsAtEnds, heldOn, movedOf, unheld } from './virtual-end.ts'
import { wiringOf } from './wired.ts'
import type { Wiring } from './wiring.ts'
import { World } from './world.ts'

export interface TheoryQuestion {
  readonly topology: Topology
  /** Of the fault. */
  readonly effects: readonly Effect[]
  /** There from the start. */
  readonly drift: readonly Effect[]
  readonly flows: readonly TheoryFlow[]
  /** Absent: none. */
  readonly sessions?: readonly TheorySession[]
  /** Timer interrupts a second in the kernel that has the lab. */
  readonly hz: number
  readonly holdNs: Ns
  /** From the flows' first packets until the fault can strike, but for the wait for its phase; absent or null: not known. */
  readonly trafficNs?: Ns | null
  /** What is so when the fault strikes: a selector's condition. Else priority decides who is active. */
  readonly when?: StateMatch | null
}

interface TheoryFlow extends Ends {
  readonly name: string
  readonly ratePps: number
  /** A packet that is longer on its way counts as lost. Default 200 ms. */
  readonly overdueNs?: Ns
}

interface Ends {
  /** Names of nodes. */
  readonly from: string
  readonly to: string
  readonly streams: number
  /** What its streams use; absent: the addresses of both nodes in turn. */
  readonly pairs?: AddressPairs
  /** Several nodes serve as one: nothing is said of the way back. */
  readonly oneWay?: boolean
}

/** A lab's default. */
const OVERDUE_NS = ms(200)

/** Of the most impatient flow. */
const overdueOf = ({ flows }: TheoryQuestion): Ns =>
  Math.min(OVERDUE_NS, ...flows.map(({ overdueNs = OVERDUE_NS }) => overdueNs))

const IMPAIRED = reason('path-impaired')`its path is impaired, and an impairment has no timer`

const TOO_CLOSE = reason(
  'bond-gives-up-at-healing',
)`its path ends in a bond with fewer than min_links ports, and the cable is whole again about when that gives up its carrier`

/** What the configured timers allow each direction of each flow. Pure. */
export function theoryOf(asked: TheoryQuestion): Prediction {
  const question = { ...asked, effects: silenced(asked.effects), drift: silenced(asked.drift) }
  const { topology, effects } = question
  const strict = theoryWith(false, question)
  const [leaky] = THEORIES.flatMap(({ leaks }) => leaks?.(topology, effects) ?? [])
  if (leaky === undefined) return strict
  const spread = (named: readonly Phase[]): PhasePlan => phasePlan(named, true, wiringOf(topology), question.hz)
  return agreed(strict, theoryWith(true, question), leaky, spread)
}

/** Wherever hashes put the streams. */
function theoryWith(isLeaky: boolean, question: TheoryQuestion): Prediction {
  const { topology, flows, holdNs } = question
  const wiring = wiringOf(topology, { isLeaky })
  const worst = theoryIn(wiring, question)
  const unsure = flows.flatMap(({ name, from, to, streams, pairs }) => {
    const [near, far] = [nodeOf(topology, from), nodeOf(topology, to)]
    const [there] = waysOf(near, far, streams, pairs)
    const networks = new Set(there.pairs.map(({ source, target }) => networksBetween(near, source, far, target))).size
    return mayMiss(wiring, { streams, pairs: there.pairs.length, networks, senders: [near.name, far.name] })
      ? [name]
      : []
  })
  if (unsure.length === 0) return worst
  const best = theoryIn(wiringOf(topology, { isLeaky, hash: 'best' }), question)
  return wherever(worst, best, (flow) => unsure.includes(flow), holdNs)
}

function theoryIn(wiring: Wiring, question: TheoryQuestion): Prediction {
  const { effects, drift, holdNs } = question
  const [before, broken] = worldsIn(wiring, question)
  const react = (damage: readonly Effect[]): Reactions =>
    reactionsOf(before, before.damaged(new Damage(whileDark(damage))), question)
  const touched = touchedBy(react, drift, whileDark(effects))
  const isBorne = touched.isOfClaims && isTolerated(effects, wiring.claims)
  const lateNs = isBorne ? delayNs([...drift, ...effects], overdueOf(question)) : null
  const prompt = until(seriesOf(effects)?.darkNs ?? holdNs, reactionsOf(before, broken, question))
  const reactions = touched.isTouched ? putOff(prompt, lateNs ?? 0) : prompt
  const hashed = (hash: 'worst' | 'best'): Reactions => {
    const [whole, hit] = worldsIn(wiringOf(question.topology, { isLeaky: wiring.isLeaky, hash }), question)
    return reactionsOf(whole, hit, question)
  }
  const worlds = {
    before,
    broken,
    touched: lateNs === null ? touched : { ...touched, isTouched: false },
    swallowed: swallowing(broken, hashed),
  }
  const all = allowedBy(reactions, worlds, question)
  const most = usually(reactions)
  return most === null ? all : withUsual(all, allowedBy(most, worlds, question).windows, reactions)
}

/** Before the fault, and with it. */
function worldsIn(wiring: Wiring, { effects, drift, when }: TheoryQuestion): readonly [before: World, broken: World] {
  const before = new World(wiring, new Damage(drift), when ?? null)
  return [before, before.damaged(new Damage([...drift, ...whileDark(effects)]))]
}

interface Worlds extends Pick<Course, 'before' | 'broken'> {
  readonly touched: Touched
  /** Why nothing can be said of any direction; null: something can. */
  readonly swallowed: Reason | null
}

/** What these reactions allow. */
function allowedBy(reactions: Reactions, worlds: Worlds, question: TheoryQuestion): Prediction {
  const { topology, effects, drift, holdNs } = question
  const { before, broken, touched } = worlds
  const dark = [...drift, ...whileDark(effects)]
  const opening = { broken, changes: reactions.changes }
  const lateNs = answersLateNs([...drift, ...effects], overdueOf(question))
  const course: Course = {
    before,
    broken,
    changes: reactions.changes,
    traffic: trafficOf(question),
    hz: question.hz,
    lateNs,
  }
  const series = seriesOf(effects)
  const flap = series === null ? null : { course, lit: litAgain(course), series }

  const moment = momentOf(before, broken, question)
  const undecided = THEORIES.flatMap((mechanism) => mechanism.undecided?.(moment) ?? [])
  const forgetful = THEORIES.flatMap((mechanism) => mechanism.forgets?.(moment) ?? [])
  const stages = stagesOf(course)
  const withdrawn = THEORIES.flatMap((mechanism) => mechanism.withdrawn?.(moment, stages) ?? [])
  const unled = unledIn(stages, { ...moment, earlier: reactions.changes })
  const [race = null] = THEORIES.flatMap((mechanism) => mechanism.race?.(broken, effects) ?? [])

  const outage = (way: Way, lateOf: Lateness): ExpectedOutage | Reason => {
    const taken = withdrawn.find(({ ends }) => takes(before, way, ends))
    if (taken !== undefined) return taken.because
    const closed = unled(way) ?? closedTo(opening, way)
    const unsure =
      closed ??
      carrierOfTree(opening) ??
      unsureMac(opening, way, [...drift, ...effects]) ??
      stillness(broken, effects, way, reactions.changes) ??
      unsteady(touched, broken, way) ??
      unheld(course, way, flap !== null)
    if (unsure !== null) return unsure
    const found = outageOf(broken, way, reactions, holdNs)
    if (isReason(found)) return found
    // What no leg brings back stays lost, for as long as it is dark.
    const isLost = (world: World): boolean => flap === null && isLostIn(world, way, reactions, holdNs)
    const open = undecided.find(
      ({ ends, mayReact }) => takes(before, way, ends) && !mayReact.every((one) => isLost(broken.after(one))),
    )
    if (open !== undefined) return open.because
    const prompt = forgotten(found, way, forgetful, course)
    const courses = [
      [before, drift],
      [after(broken, reactions.changes), dark],
    ] as const
    const [isThere, comes] = passed(courses, way, [drift, effects])
    const shiftNs = lateOf(isThere, comes, overdueOf(question))
    if (shiftNs === null) return IMPAIRED
    const one = heldOn(shifted(inTime(forwardedStill(prompt, effects), comes, shiftNs), shiftNs), way, course)
    if (one.highNs === null && one.detection?.watch === 'carrier' && (flap !== null || one.lowNs === 0))
      return TOO_CLOSE
    return (flap === null ? null : unboundedReturn(flap, way, one.highNs === null)) ?? one
  }
  const askedOf = ({ from, to, streams, pairs, oneWay }: Ends, lateOf: Lateness): readonly Asked[] => {
    const ways = waysOf(nodeOf(topology, from), nodeOf(topology, to), streams, pairs)
    return DIRECTIONS.flatMap((direction, index): Asked[] => {
      const way = ways[index]
      if (way === undefined || (index > 0 && oneWay === true)) return []
      const silent = silenceOf(before, way, question, lateOf) ?? worlds.swallowed ?? race
      return [{ direction, way, own: silent ?? outage(way, lateOf) }]
    })
  }
  const lateOf = flap === null ? packetsLateNs : segmentsLateNs
  const flows = question.flows.map((flow) => ({ flow, asked: askedOf(flow, lateOf) }))
  const sessions = (question.sessions ?? []).map((session) => ({
    session,
    asked: askedOf({ ...session, streams: 1 }, segmentsLateNs),
  }))

  const owns = [...flows, ...sessions].flatMap(({ asked }) => asked.map(({ own }) => own))
  const named = distinct(owns.flatMap((own) => (isReason(own) ? [] : own.phases)))
  const isSilent = owns.some((own) => isReason(own))
  const phases = phasePlan(named, isSilent, before.wiring, question.hz)
  const confirmation = { ageNs: ageNs(question, phases), limitNs: holdNs }
  /** Until packets arrive again; not cut short by the healing. */
  const asking = { effects: [...drift, ...effects], overdueNs: overdueOf(question), confirmation }
  const lasting = ({ way, own }: Asked): ExpectedOutage | Reason => {
    if (isReason(own)) return own
    const unsure = unanswered(own, way, course, asking)
    if (unsure !== null || flap !== null) return unsure ?? own
    const lost = astray(course, way)
    if (lost !== null && isReason(lost)) return lost
    const isAsked = lost !== null && lost.spokenNs === null && lost.agedNs === null
    const confirmed = isAsked ? own : unconfirmed(own, deafnessOf(course, way), confirmation, course)
    return lost === null ? confirmed : untilLearned(confirmed, lost, course)
  }

  const windows: Window[] = []
  const returns: Return[] = []
  const silent: Silence[] = []
  for (const { flow, asked } of flows) {
    const { name, overdueNs = OVERDUE_NS, ratePps } = flow
    const [first] = asked
    const stepNs = Math.ceil(1e9 / ratePps)
    const asks = first === undefined ? null : { way: first.way, lasts: lasting(first) }
    for (const one of asked) {
      const { direction, way } = one
      const isAnswer = direction === 'backward' && asks !== null
      const lasts = isAnswer ? answered(lasting(one), asks, course, stepNs) : lasting(one)
      if (isReason(lasts)) {
        silent.push({ on: name, direction, because: lasts })
        continue
      }
      const sent = { overdueNs, stepNs }
      if (flap !== null) {
        const watched = { ...sent, holdNs, ageNs: confirmation.ageNs }
        windows.push({ on: name, direction, ...ofWindow(flapped(lasts, way, flap, watched)) })
        continue
      }
      const healed = withinHold(lasts, holdNs, sent.stepNs)
      const queue = { ...sent, isHeld: heldAt(broken, way).length > 0 }
      windows.push({ on: name, direction, ...ofWindow(released(healed, deafnessOf(course, way), queue, confirmation)) })
      // When a virtual address returns to the node that is healed is not modelled.
      const cost = claimsAtEnds(broken, way).length > 0 ? null : returnOf(course, question, way, healed)
      if (cost !== null) returns.push({ on: name, direction, ...cost })
    }
  }
  for (const { session, asked } of sessions) {
    const ways = asked.map(({ way }) => way)
    const said = asked.map(({ own }) => own)
    const lasts = said.some((own) => isReason(own)) ? said : asked.map(lasting)
    const stall = stallOfSession(session, lasts, {
      ...question,
      wiring: before.wiring,
      roundTrip: roundTripOf([before, after(broken, reactions.changes)], ways, drift),
      refused: refusedTo(stages, ways),
      moved: session.servers === undefined || ways[0] === undefined ? null : movedOf(course, ways[0]),
    })
    if (isReason(stall)) silent.push({ on: session.name, direction: null, because: stall })
    else windows.push({ on: session.name, ...ofWindow(stall) })
  }
  return { windows, phases, silent, returns }
}

function ofWindow(outage: ExpectedOutage): Omit<Window, 'on' | 'direction'> {
  const { lowNs, highNs, unhealedNs, releasedNs, because, source, detection, phases } = outage
  return {
    lowNs,
    highNs,
    ...(unhealedNs === undefined ? {} : { unhealedNs }),
    ...(releasedNs === undefined ? {} : { releasedNs }),
    because,
    source,
    detection,
    timers: phases.map((phase) => phase.because),
  }
}

/** One direction of a flow or of a session. */
interface Asked {
  readonly direction: Direction
  readonly way: Way
  /** What the mechanisms allow, or why nothing can be said. */
  readonly own: ExpectedOutage | Reason
}

/** A bond that would give up its carrier only after the healing keeps it. */
const until = (limitNs: Ns, { changes, blocked }: Reactions): Reactions => ({
  changes: changes.filter((change) => change.reaction.react !== 'bond-down' || sinceFault(change).lowNs < limitNs),
  blocked,
})

/** How old neighbour entries may be when the fault strikes. */
const ageNs = ({ trafficNs }: TheoryQuestion, phases: PhasePlan): Ns | null =>
  trafficNs === undefined || trafficNs === null ? null : trafficNs + phaseWaitNs(phases)

/** Without these ends it would not arrive. */
const takes = (world: World, way: Way, ends: readonly Endpoint[]): boolean =>
  !arrives(world.damaged(new Damage(ends.map((at) => ({ effect: 'carrier-lost', at })))), way)

/** What the mechanisms do. */
function reactionsOf(before: World, broken: World, question: TheoryQuestion): Reactions {
  const moment = momentOf(before, broken, question)
  const all = THEORIES.reduce<Reactions>(
    (found, { changes }) => both(found, changes({ ...moment, earlier: found.changes })),
    { changes: [], blocked: [] },
  )
  return THEORIES.reduce((found, { delayed }) => delayed?.(found, question.topology) ?? found, all)
}

const momentOf = (before: World, broken: World, question: TheoryQuestion): Moment => ({
  before,
  broken,
  hz: question.hz,
  spacingNs: spacingOf({ traffic: trafficOf(question) }),
})

/** Both directions of every flow. */
const trafficOf = ({ topology, flows }: TheoryQuestion): readonly WatchedStream[] =>
  flows.flatMap(({ from, to, streams, pairs, oneWay, ratePps }) => {
    const ways = waysOf(nodeOf(topology, from), nodeOf(topology, to), streams, pairs)
    const sent = oneWay === true ? ways.slice(0, 1) : ways
    return sent.map((way) => ({ way, spacingNs: Math.ceil(1e9 / ratePps) }))
  })

/** Why nothing can be said of this direction; null where something can. */
function silenceOf(before: World, way: Way, question: TheoryQuestion, lateOf: Lateness): Reason | null {
  const { topology, effects, drift, when, hz } = question
  const unknown = strangerOn(topology, way) ?? hangingBefore(topology, drift) ?? claimedApart(before)
  if (unknown !== null) return unknown
  const unsteady = THEORIES.flatMap((mechanism) => mechanism.unsteady?.(before, hz) ?? [])
  const needed = unsteady.find(({ ends, to }) => goesTo(way, to) && takes(before, way, ends))
  if (needed !== undefined) return needed.because
  if (!arrives(before, way)) return reason('no-path-before')`it has no path before the fault`
  const [unlike] = THEORIES.flatMap((mechanism) => (when ? (mechanism.unlike?.(before, when) ?? []) : []))
  if (unlike !== undefined) return unlike
  return lateOf(...passed([[before, drift]], way, [drift, effects]), overdueOf(question)) === null ? IMPAIRED : null
}
