import { reason, type Reason } from '../../model/reason.ts'
import type { Ns } from '../../model/time.ts'
import { endpointText, type Endpoint, type Node } from '../../model/topology.ts'
import { sinceFault, type Span } from '../../theory/change.ts'
import { receives } from '../../theory/lan.ts'
import type { World } from '../../theory/world.ts'
import { detectionOf, soonestNs } from '../bfd/theory-detection.ts'
import { sharedDoubt } from '../bfd/theory-shared.ts'
import type { Asked } from '../contract/theory.ts'
import { ospfOf } from './data.ts'
import { linksOf, type Link, type OspfEnd } from './data-links.ts'
import type { Working } from './theory-routes.ts'

/** What a router announces anew at one of its interfaces, and when it has noticed. */
export interface Loss {
  readonly at: Endpoint
  /** Its network is announced no more; else its neighbour alone is gone. */
  readonly isDark: boolean
  readonly lowNs: Ns
  readonly highNs: Ns
}

/** The network as the mechanisms below OSPF leave it. */
export const settledBelow = ({ broken, earlier }: Pick<Asked, 'broken' | 'earlier'>): World =>
  broken.after(...earlier.map(({ reaction }) => reaction).filter(({ react }) => react !== 'routes'))

/**
 * Everything that the routers announce about the fault. A router that receives nothing notices by its dead interval, counted from
 * the last hello; its neighbour, where it still receives, by the next hello that does not name it (RFC 2328 10.5: 1-WayReceived).
 */
export function lossesOf(before: World, after: World): readonly Loss[] {
  const { topology } = after.wiring
  const dark = topology.nodes.flatMap((node) =>
    (ospfOf(node)?.interfaces ?? []).flatMap(({ name }): readonly Loss[] => {
      const at = { node: node.name, interface: name }
      const goesDark = before.hasCarrier(at) && !after.hasCarrier(at) && !after.damage.hangs(node.name)
      return goesDark ? [{ at, isDark: true, lowNs: 0, highNs: 0 }] : []
    }),
  )
  const silent = linksOf(topology)
    .filter((link) => isUp(before, link) && !isUp(after, link))
    .flatMap(({ ends: [a, b] }) => [noticed(after, a, b), noticed(after, b, a)])
    .flatMap((loss) => (loss === null || !after.hasCarrier(loss.at) ? [] : [loss]))
  return [...dark, ...silent]
}

function noticed(world: World, end: OspfEnd, far: OspfEnd): Loss | null {
  const { at, one } = end
  if (world.damage.hangs(at.node)) return null
  const hears = receives(world, at, far.at)
  const detected = bfdOf(world, end, far, hears)
  if (detected !== null) return { at, isDark: false, ...detected }
  if (!hears) return { at, isDark: false, lowNs: one.deadNs - one.helloNs, highNs: one.deadNs }
  const its = noticed(world, far, end)
  return its === null ? null : { at, isDark: false, lowNs: its.lowNs, highNs: its.highNs + far.one.helloNs }
}

/** BFD between them. */
function bfdOf(world: World, end: OspfEnd, far: OspfEnd, hears: boolean): Span | null {
  const [at, from] = nodesOf(world, end, far)
  const ways = { receives: hears, hangs: world.damage.hangs(far.at.node) }
  return at === undefined || from === undefined ? null : detectionOf(at, from, ways)
}

const nodesOf = (world: World, ...ends: readonly [OspfEnd, OspfEnd]) =>
  ends.map(({ at }) => world.wiring.node(at.node)) as [Node | undefined, Node | undefined]

const isUp = (world: World, { ends: [a, b] }: Link): boolean =>
  receives(world, a.at, b.at) && receives(world, b.at, a.at)

/** What the routers announce once these losses are known. */
export function announcing(losses: readonly Loss[]): Working {
  const lost = new Set(losses.map(({ at }) => endpointText(at)))
  const dark = new Set(losses.flatMap(({ at, isDark }) => (isDark ? [endpointText(at)] : [])))
  return {
    link: (at) => !lost.has(endpointText(at)),
    network: (at) => !dark.has(endpointText(at)),
  }
}

/** The routers to which what this one announces still comes. */
export function floodsTo(world: World, from: string): ReadonlySet<string> {
  const links = linksOf(world.wiring.topology).filter((link) => isUp(world, link))
  const found = new Set([from])
  for (const name of found)
    for (const { ends } of links)
      if (ends.some(({ at }) => at.node === name)) for (const { at } of ends) found.add(at.node)
  return found
}

/** Why nothing can be said of what OSPF does about the fault; null: something can. */
export function unmodelled({ before, broken, earlier }: Asked): Reason | null {
  const { topology } = before.wiring
  const links = linksOf(topology)
  const ends = topology.nodes.flatMap((node) =>
    (ospfOf(node)?.interfaces ?? []).map(({ name }): Endpoint => ({ node: node.name, interface: name })),
  )
  if (links.some((link) => !isUp(before, link)) || ends.some((at) => !before.hasCarrier(at)))
    return reason(
      'ospf-lost-before',
    )`OSPF has lost a neighbour or a network before the fault, and what it has done about that is not modelled`
  const doubt = sharedDoubt(broken)
  if (doubt !== null) return doubt
  const after = settledBelow({ broken, earlier })
  const below = earlier.filter(({ reaction }) => reaction.react !== 'routes')
  if (ends.some((at) => broken.hasCarrier(at) !== after.hasCarrier(at)))
    return reason(
      'ospf-carrier-below',
    )`an interface with OSPF loses its carrier, or gets it back, by what a mechanism below it does`
  if (links.some((link) => isUp(broken, link) && !isUp(after, link)))
    return reason('ospf-neighbour-below')`OSPF loses a neighbour by what a mechanism below it does`
  const restored = links.filter((link) => !isUp(broken, link) && isUp(after, link))
  const restoredNs = Math.max(0, ...below.map((change) => sinceFault(change).highNs))
  const noticesNs = (end: OspfEnd, far: OspfEnd): Ns => {
    const [at, from] = nodesOf(broken, end, far)
    const bfdNs = at === undefined || from === undefined ? null : soonestNs(at, from)
    return Math.min(end.one.deadNs - end.one.helloNs, bfdNs ?? Infinity)
  }
  if (restored.some(({ ends: [a, b] }) => restoredNs >= Math.min(noticesNs(a, b), noticesNs(b, a))))
    return reason(
      'ospf-race',
    )`a mechanism below OSPF restores the link to a neighbour about when the dead interval ends`
  const slow = topology.nodes.find((node) => (ospfOf(node)?.spf.maxHoldNs ?? 0) > QUIET_NS)
  return slow === undefined
    ? null
    : reason(
        'ospf-held-back',
      )`OSPF at ${{ node: slow.name }} may still hold back a calculation because of those before the fault`
}

/** A lab has been quiet for so long when the fault strikes: FRR's own maximum of the hold time. */
const QUIET_NS: Ns = 5e9
