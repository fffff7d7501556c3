/*
 * The room of diagnosis: from the states that the watchers saw to the way that packets took, and to where it ended.
 * It owns the network as it was seen at an instant, and the rule that a way is believed only where the packets agree with it.
 * It never judges and does no I/O. What the states do not say is unknown, and is called so.
 * Begin here: `takenWays`, below. `network.ts` puts effects and states together, and theory walks that network (`src/theory/walk.ts`).
 */
import type { FlowPlan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import { reachedAt } from '../model/topology.ts'
import { DIRECTIONS, type Direction } from '../model/traffic.ts'
import { unwalkable } from '../theory/observed.ts'
import type { Way } from '../theory/path.ts'
import { walk, type Walk } from '../theory/walk.ts'
import { wiringOf } from '../theory/wired.ts'
import { SeenNetwork } from './network.ts'
import type { DiagnosedTrial } from './trial.ts'

/** The way that packets of one direction of a flow took in a stretch of time, by the states that were seen. */
export interface TakenWay extends Walk {
  readonly flow: string
  readonly direction: Direction
  readonly fromNs: Ns
  readonly toNs: Ns
  /** The packets fared as it says. Else what was seen does not explain them. */
  readonly agrees: boolean
}

/** The ways since the gate. None where the plan has no model, or where states do not say which way packets take: with routes that a protocol chooses, or virtual addresses that answer. */
export function takenWays(trial: DiagnosedTrial): readonly TakenWay[] {
  const { plan, events, span } = trial
  // Where the gate did not pass, lost packets belong to settling and are not counted.
  if (plan.model === undefined || !events.some((event) => event.ev === 'gate' && event.passed)) return []
  const wiring = wiringOf(plan.model)
  if (unwalkable(wiring)) return []
  const network = new SeenNetwork(wiring, trial)
  const endNs = events.reduce((last, { t }) => Math.max(last, t), 0)
  const instants = [span.readyNs, ...network.changesAfter(span.readyNs)]
  const worlds = instants.map((ns) => network.at(ns))
  return plan.flows.flatMap((flow) =>
    DIRECTIONS.flatMap((direction) => {
      const way = wayOf(flow, direction)
      if (way === null) return []
      const walks = worlds.map((world, at) => {
        const found = walk(world, way)
        const [fromNs, toNs] = [instants[at] ?? 0, instants[at + 1] ?? endNs]
        return found === null ? [] : [{ ...found, flow: flow.name, direction, fromNs, toNs }]
      })
      return merged(walks.flat()).flatMap((one) => believed(one, flow, trial))
    }),
  )
}

function wayOf({ streams }: FlowPlan, direction: Direction): Way | null {
  const own = streams.filter((one) => one.direction === direction)
  const [first] = own
  if (first === undefined) return null
  const pairs = own.map(({ from, to }) => ({ source: from.address, target: reachedAt(to) }))
  const each = new Map(pairs.map((pair) => [`${pair.source} ${pair.target}`, pair]))
  return { from: first.from.node, to: first.to.node, pairs: [...each.values()] }
}

type Stretch = Omit<TakenWay, 'agrees'>

/** Joins stretches that follow each other and have the same way and hole. */
function merged(all: readonly Stretch[]): readonly Stretch[] {
  const kept: Stretch[] = []
  for (const one of all) {
    const last = kept.at(-1)
    if (last !== undefined && sameWay(last) === sameWay(one)) kept[kept.length - 1] = { ...last, toNs: one.toNs }
    else kept.push(one)
  }
  return kept
}

const sameWay = ({ passes, hole }: Stretch): string => JSON.stringify([passes, hole])

/** A disagreement of at most so many packets proves nothing: it may be of the stretch before or after. */
const PACKETS = 2

/**
 * A way with a hole loses all packets of its stretch, or it is not believed; a way without one loses none: what it loses in between is
 * a stretch of its own, which it does not explain. `PACKETS` of all may differ.
 */
function believed(stretch: Stretch, flow: FlowPlan, { flows }: DiagnosedTrial): readonly TakenWay[] {
  const { direction, fromNs, toNs, hole } = stretch
  const outages = flows.find((one) => one.name === flow.name && one.direction === direction)?.outages ?? []
  const lost = outages.flatMap(({ startNs, endNs }): readonly (readonly [Ns, Ns])[] => {
    const [start, end] = [Math.max(startNs, fromNs), Math.min(endNs ?? Infinity, toNs)]
    return start < end ? [[start, end]] : []
  })
  const lostNs = lost.reduce((all, [start, end]) => all + end - start, 0)
  const slackNs = (PACKETS * 1e9) / flow.ratePps
  if (hole !== null) return [{ ...stretch, agrees: toNs - fromNs - lostNs <= slackNs }]
  if (lostNs <= slackNs) return [{ ...stretch, agrees: true }]
  const edges = [fromNs, ...lost.flat(), toNs]
  return edges
    .slice(0, -1)
    .map((start, at) => ({ ...stretch, fromNs: start, toNs: edges[at + 1] ?? toNs, agrees: at % 2 === 0 }))
    .filter((one) => one.fromNs < one.toNs)
}
