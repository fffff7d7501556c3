import { isReason, reason, type Reason } from '../../model/reason.ts'
import { ms, seconds, type Ns } from '../../model/time.ts'
import type { Topology } from '../../model/topology.ts'
import type { Span } from '../../theory/change.ts'
import type { DynamicRoute } from '../../theory/dynamic-route.ts'
import type { Asked } from '../contract/theory.ts'
import { ospfOf, type OspfFeature } from './data.ts'
import { announcing, floodsTo, lossesOf, settledBelow, unmodelled, type Loss } from './theory-losses.ts'
import { ospfRoutes } from './theory-routes.ts'

/** A route that a router finds anew, and the span in which it has noticed enough for that. */
export interface Move extends Span {
  readonly node: string
  /** Without gateways where it is lost. */
  readonly route: DynamicRoute
  /** From then until the kernel has it. */
  readonly reactsNs: Ns
  /** By which it is found at the latest. */
  readonly last: Loss
}

/** Flooding, and zebra: 10 to 20 ms measured with the calculation. */
const REACTS_NS: Ns = ms(30)

/**
 * A neighbour drops a router's second advertisement within a second of the first one (MinLSArrival), and gets it again by a
 * timer of 5 s that leaves out what is younger than that (RFC 2328 13 (5a); ospfd/ospf_packet.c: ospf_ls_upd_timer).
 */
const AGAIN_NS: Ns = seconds(10)

/** Every subset of so many losses is asked. */
const MOST_LOSSES = 8

/** What every router does about the fault, or why that is not modelled. */
export function movesOf(asked: Asked): readonly Move[] | Reason {
  const { topology } = asked.before.wiring
  if (topology.nodes.every((node) => ospfOf(node) === undefined)) return []
  const unsure = unmodelled(asked)
  if (unsure !== null) return unsure
  const after = settledBelow(asked)
  const losses = lossesOf(asked.before, after)
  if (losses.length > 0 && isWide(topology))
    return reason(
      'ospf-areas',
    )`OSPF has several areas or elects a designated router, and when those announce a loss is not modelled`
  if (losses.length > MOST_LOSSES) return reason('ospf-announces-more')`OSPF announces more at once than is modelled`
  const found: Move[] = []
  for (const node of topology.nodes) {
    const feature = ospfOf(node)
    if (feature === undefined || after.damage.hangs(node.name)) continue
    const known = losses.filter(({ at }) => floodsTo(after, at.node).has(node.name))
    const told = known.map((loss) => arriving(loss, node.name, losses))
    const moves = movesAt(topology, node.name, feature, told)
    if (isReason(moves)) return moves
    found.push(...moves)
  }
  return found
}

const isWide = ({ nodes }: Topology): boolean => {
  const all = nodes.flatMap((node) => ospfOf(node)?.interfaces ?? [])
  return (
    new Set(all.map(({ area }) => area)).size > 1 ||
    all.some(({ network, passive }) => network === 'broadcast' && !passive)
  )
}

/** A loss as this router gets to know it. */
function arriving(loss: Loss, node: string, all: readonly Loss[]): Loss {
  const isOnly = all.filter(({ at }) => at.node === loss.at.node).length === 1
  return isOnly || loss.at.node === node ? loss : { ...loss, highNs: loss.highNs + AGAIN_NS }
}

/** What a router has found once it knows of these losses. */
interface Step {
  readonly known: readonly Loss[]
  readonly routes: ReadonlyMap<string, DynamicRoute>
}

function movesAt(
  topology: Topology,
  node: string,
  feature: OspfFeature,
  losses: readonly Loss[],
): readonly Move[] | Reason {
  const [old, ...steps] = subsets(losses).map((known): Step => ({ known, routes: routesAt(topology, node, known) }))
  const final = steps.at(-1)
  if (old === undefined || final === undefined) return []
  const isPrompt = losses.every(({ highNs }) => highNs === 0)
  const moves: Move[] = []
  for (const [to, any] of new Map([...old.routes, ...final.routes])) {
    const viasIn = ({ routes }: Step): string => routes.get(to)?.vias.join() ?? ''
    const [was, becomes] = [viasIn(old), viasIn(final)]
    const there = steps.filter((step) => viasIn(step) === becomes)
    const notYet = steps.filter((step) => viasIn(step) !== becomes)
    const isStepwise =
      notYet.some((step) => viasIn(step) !== was) || notYet.some((step) => there.some(({ known }) => isIn(known, step)))
    if (isStepwise && (!isPrompt || was === becomes))
      return reason('ospf-steps')`OSPF finds its routes in several steps, each at a time of its own`
    if (was === becomes) continue
    const last = there
      .map(({ known }) => latest(known))
      .reduce((one, other) => (other.highNs < one.highNs ? other : one))
    moves.push({
      node,
      route: final.routes.get(to) ?? { ...any, vias: [] },
      lowNs: Math.min(...there.map(({ known }) => Math.max(...known.map(({ lowNs }) => lowNs)))),
      highNs: last.highNs,
      reactsNs: reactsNs(feature, notYet.length === 0 ? 1 : losses.length),
      last,
    })
  }
  return moves
}

const isIn = (known: readonly Loss[], step: Step): boolean => known.every((loss) => step.known.includes(loss))

const latest = (known: readonly Loss[]): Loss => known.reduce((one, other) => (other.highNs > one.highNs ? other : one))

/** All subsets: the empty one first, the whole last. */
const subsets = <One>(all: readonly One[]): readonly (readonly One[])[] =>
  all.reduce<readonly (readonly One[])[]>((found, one) => [...found, ...found.map((some) => [...some, one])], [[]])

const routesAt = (topology: Topology, node: string, known: readonly Loss[]): ReadonlyMap<string, DynamicRoute> =>
  new Map(
    ospfRoutes(topology, announcing(known), node).flatMap(({ routes }) => routes.map((route) => [route.to, route])),
  )

/**
 * A calculation comes `delay` after the first advertisement of several, and the next one only `hold` after that, and then twice and
 * three times that, up to `maxHold` (ospfd/ospf_spf.c: ospf_spf_calculate_schedule). `count`: advertisements until the route is found.
 */
const reactsNs = ({ spf }: OspfFeature, count: number): Ns =>
  REACTS_NS + Math.max(spf.delayNs, Math.min((count - 1) * spf.holdNs, spf.maxHoldNs))
