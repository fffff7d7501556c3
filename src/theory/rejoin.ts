import { isReason, reason, type Reason } from '../model/reason.ts'
import { endpointText, isTreeBridge } from '../model/topology.ts'
import type { Ns } from '../model/time.ts'
import { Damage } from './damage.ts'
import type { Change, Reaction } from './change.ts'
import { after, type Course } from './course.ts'
import { isFaulty } from './given-up.ts'
import { arrives, type Way } from './path.ts'
import { isOutOfReach } from './reach.ts'
import { astray, type Astray } from './relearn.ts'
import { returnsToPrimary } from './returning.ts'
import type { FlapSeries } from './series.ts'
import { Stream } from './stream.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/**
 * The network with its light back, before anything else has reacted: a claimant that has given up its addresses does not take
 * them again at once, and that another one takes them is not called off (VRRP: RFC 9568 6.4.2).
 */
export function litAgain({ before, broken }: Course): World {
  const givenUp = before.wiring.claims.flatMap((claim): Reaction[] => {
    const active = before.tenures(claim).at(-1)
    if (active === undefined || !(isFaulty(broken, active) || isOutOfReach(broken, active))) return []
    return [{ react: 'addresses-given-up', node: active.node, claimant: active.name }]
  })
  return before.after(...givenUp)
}

const OWN_TIMERS: ReadonlyMap<Reaction['react'], Reason> = new Map([
  [
    'port-stopped',
    reason('static-leg-returns')`a LAG lets a leg whose light is back in at its two ends one after the other`,
  ],
  ['bond-down', reason('lacp-leg-returns')`LACP lets a leg whose light is back in at its two ends one after the other`],
  [
    'horizon-lifted',
    reason('paired-leg-returns')`a pair of switches takes a leg back whose light is back by timers of its own`,
  ],
  ['stp-port', reason('tree-returns')`a spanning tree moves back by timers of its own when the light is back`],
  [
    'routes',
    reason(
      'routes-return',
    )`a routing protocol goes back to its former routes by timers of its own when the light is back`,
  ],
  [
    'link-left-out',
    reason('gateway-returns')`a router that has left out a gateway asks for it anew when the light is back`,
  ],
])

/** A cable that flaps, and the network while its light is back. */
export interface Flap {
  readonly course: Course
  readonly lit: World
  readonly series: FlapSeries
}

/** Why nothing bounds what a stream loses where the light comes back for a while; null where something does. */
export function unboundedReturn(flap: Flap, way: Way, isNever: boolean): Reason | null {
  const { series, lit, course } = flap
  const { before, broken, changes } = course
  const [text] = relevantTo(flap, way).flatMap(({ reaction }) => OWN_TIMERS.get(reaction.react) ?? [])
  if (text !== undefined)
    return reason(
      'flap-return-unbounded',
    )`${{ mechanism: text }}, what is sent between is lost, and theory does not bound it in a flap`
  const bridge = darkBridge(before, broken)
  if (bridge !== null)
    return reason(
      'bridge-carrier-late',
    )`${{ bridge }} loses its carrier, which its node learns up to a second later, or not at all where the light is back by then`
  if (isUsed(before, way, series)) {
    const tree = series.at.find((end) => isOfTree(before, end))
    if (tree !== undefined)
      return reason(
        'flap-tree-opens',
      )`a spanning tree opens ${{ port: endpointText(tree) }} by timers of its own when its light is back, and theory does not bound that in a flap`
    const bond = darkBond(before, broken) ?? searching(course, isNever)
    if (bond !== null)
      return reason(
        'flap-bond-searches',
      )`${{ bond }} looks for a leg at runs of its monitor when the light is back, and theory does not bound that in a flap`
  }
  if (!arrives(lit, way) || !arrives(after(lit, changes), way) || new Stream(lit, way).relevant(changes).length > 0)
    return reason(
      'flap-reactions-go-on',
    )`what reacts to the darkness goes on when the light is back, and loses packets then`
  return unspoken(strayed(flap, way))
}

/** Reactions that make a difference to any stream, in the dark or in the light. */
const relevantTo = ({ course: { broken, changes }, lit }: Flap, way: Way): readonly Change[] =>
  [broken, lit].flatMap((world) =>
    way.pairs.flatMap((pair) => new Stream(world, { ...way, pairs: [pair] }).relevant(changes)),
  )

/** Nothing that has moved moves back by itself: later flaps cost nothing. */
export function isForGood({ course: { before, broken, changes } }: Flap, way: Way): boolean {
  const moved = new Stream(broken, way).relevant(changes).map(({ reaction }) => reaction)
  return (
    moved.length > 0 &&
    moved.every((one) => {
      if (one.react === 'bond-active') {
        const bond = before.wiring.bond(one.node, one.bond)
        return bond !== undefined && !returnsToPrimary(bond, one.member)
      }
      if (one.react === 'nexthops-removed') return true
      if (one.react !== 'addresses-taken') return false
      const claim = before.wiring.claimOf(one.node, one.claimant)?.claim
      return claim?.claimants.every(({ takesBackNs }) => takesBackNs === null) === true
    })
  )
}

/** Packets of the way take what flaps, while all is well. */
const isUsed = (before: World, way: Way, { at }: FlapSeries): boolean =>
  !arrives(before.damaged(new Damage(at.map((end) => ({ effect: 'carrier-lost', at: end })))), way)

function isOfTree({ wiring }: World, port: FlapSeries['at'][number]): boolean {
  const bridge = wiring.master(port)
  return bridge !== undefined && isTreeBridge(bridge)
}

/** A bridge that has addresses of its own or interfaces on it, and no port with light left: linkwatch may hold its event for a second. */
function darkBridge(before: World, broken: World): string | null {
  const bridges = before.wiring.topology.nodes.flatMap(({ name, interfaces }) =>
    interfaces.filter(({ kind }) => kind === 'bridge').map((one) => on(name, one.name)),
  )
  const dark = bridges.find(
    (bridge) => before.wiring.isUsedItself(bridge) && before.hasCarrier(bridge) && !broken.hasCarrier(bridge),
  )
  return dark === undefined ? null : endpointText(dark)
}

/** A bond without any leg left. */
function darkBond(before: World, broken: World): string | null {
  const found = before.wiring
    .bonds()
    .find(({ node, bond }) => before.hasCarrier(on(node, bond.name)) && !broken.hasCarrier(on(node, bond.name)))
  return found === undefined ? null : `${found.node}:${found.bond.name}`
}

/** A bond that asks in vain by each of its legs. */
function searching({ before, changes }: Course, isNever: boolean): string | null {
  const moved = changes.find(
    ({ reaction: one }) =>
      one.react === 'bond-active' && before.wiring.bond(one.node, one.bond)?.bond.monitor.by === 'arp',
  )
  return isNever && moved?.reaction.react === 'bond-active' ? `${moved.reaction.node}:${moved.reaction.bond}` : null
}

/**
 * Where bridges send packets astray once something has moved: in the dark, in the light that comes too early for it, or
 * back when it is over.
 */
function strayed({ course, lit }: Flap, way: Way): readonly (Astray | Reason)[] {
  const { before, changes } = course
  const moved = changes.filter(({ reaction: { react } }) => react === 'bond-active' || react === 'addresses-taken')
  if (moved.length === 0) return []
  const away = after(lit, moved)
  const back = moved.flatMap((change): Change[] => {
    const reaction = undone(before, change.reaction)
    return reaction === null ? [] : [{ ...change, reaction, after: null, lowNs: 0, highNs: 0 }]
  })
  return [course, { ...course, broken: lit }, { ...course, before: away, broken: away, changes: back }].flatMap(
    (one) => astray(one, way) ?? [],
  )
}

function unspoken(all: readonly (Astray | Reason)[]): Reason | null {
  const found = all.find((one) => isReason(one) || one.spokenNs === null)
  if (found === undefined || isReason(found)) return found ?? null
  return reason(
    'flap-bridges-astray',
  )`bridges send what is for ${{ station: endpointText(found.station) }} astray, which each flap moves again and nobody announces`
}

/** How long packets go astray after each move, until their station speaks. */
export const strayNs = (flap: Flap, way: Way): Ns =>
  Math.max(0, ...strayed(flap, way).map((one) => (isReason(one) ? 0 : one.lateNs + (one.spokenNs ?? 0))))

/** The leg or the claimant that was active before. */
function undone(before: World, reaction: Reaction): Reaction | null {
  if (reaction.react === 'bond-active') {
    const bond = before.wiring.bond(reaction.node, reaction.bond)
    const member = bond === undefined ? undefined : before.activeLeg(reaction.node, bond)
    return member === undefined ? null : { ...reaction, member }
  }
  if (reaction.react !== 'addresses-taken') return null
  const claim = before.wiring.claimOf(reaction.node, reaction.claimant)?.claim
  const active = claim === undefined ? undefined : before.tenures(claim).at(-1)
  return active === undefined ? null : { react: 'addresses-taken', node: active.node, claimant: active.name }
}
