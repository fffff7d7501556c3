import type { Effect } from '../model/fault.ts'
import { forwardStreams, type ExperimentPlan, type FlowPlan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { formatNs, seconds, type Ns } from '../model/time.ts'
import { endpointText, reachedAt, type Endpoint, type Topology } from '../model/topology.ts'
import { DIRECTIONS, type Direction } from '../model/traffic.ts'
import { latestNs, type Netem } from '../model/traffic-control.ts'
import { Damage, deafAt } from '../theory/damage.ts'
import { arrives, type Way } from '../theory/path.ts'
import { wiringOf } from '../theory/wired.ts'
import type { Wiring } from '../theory/wiring.ts'
import { World } from '../theory/world.ts'

type Impaired = Extract<Effect, { effect: 'impaired' }>

/** Ethernet, IPv4 and UDP. */
const HEADERS_BYTES = 14 + 20 + 8

/**
 * An impairment that makes packets late is an outage though they arrive, and one that loses some makes an outage the longest
 * gap between two that arrive. Both are right, and not what a bound on `outage` is meant for.
 */
export function impairedWarnings(
  planned: ExperimentPlan,
  drift: readonly Effect[],
  flows: readonly FlowPlan[],
  topology: Topology,
): Problem[] {
  const wiring = wiringOf(topology)
  const isBound = ({ name }: FlowPlan): boolean => planned.targets.some((target) => target.on === name)
  return flows.filter(isBound).flatMap((flow) => {
    const crossed = planned.variants.flatMap(({ effect }) =>
      DIRECTIONS.map((direction) => crossedBy(flow, direction, [...drift, ...effect].filter(isImpaired), wiring)),
    )
    // Packets may come to what is impaired from the start once they have failed over.
    const ways = [...crossed, ...drift.filter(isImpaired).map((one) => [one])]
    return [...lateWarnings(planned, flow, ways, wiring), ...lossyWarnings(planned, flow, ways.flat())]
  })
}

const isImpaired = (effect: Effect): effect is Impaired => effect.effect === 'impaired'

/** Impaired ends that packets of a direction come in at, while nothing has failed over. */
function crossedBy(
  { streams }: FlowPlan,
  direction: Direction,
  impaired: readonly Impaired[],
  wiring: Wiring,
): readonly Impaired[] {
  const whole = new World(wiring, new Damage([]), null)
  const ways = streams
    .filter((stream) => stream.direction === direction)
    .map(({ from, to }): Way => {
      return { from: from.node, to: to.node, pairs: [{ source: from.address, target: reachedAt(to) }] }
    })
  const isLostWithout = ({ at }: Impaired, way: Way): boolean => !arrives(whole.damaged(new Damage([deafAt(at)])), way)
  const [way] = ways
  if (way === undefined || !ways.every((one) => arrives(whole, one))) return []
  return impaired.filter((one) => ways.some((each) => isLostWithout(one, each)))
}

function lateWarnings(
  { name }: ExperimentPlan,
  flow: FlowPlan,
  ways: readonly (readonly Impaired[])[],
  wiring: Wiring,
): Problem[] {
  const { overdueNs } = flow
  const [worst] = ways
    .map((crossed) => ({ crossed, ns: longestDelay(crossed, flow, wiring) }))
    .toSorted((a, b) => b.ns - a.ns)
  if (worst === undefined || worst.ns <= overdueNs) return []
  const ends = worst.crossed.map(({ at }) => endpointText(at)).join(', ')
  return [
    {
      code: 'delayed-beyond-overdue',
      what: `${name}: packets of ${flow.name} that arrive at ${ends} may be on their way for ${formatNs(worst.ns)}, and the flow counts as late what takes longer than ${formatNs(overdueNs)}: late packets belong to an outage as lost ones do`,
      allowed: `overdue above ${formatNs(worst.ns)}, or a smaller delay`,
      next: `give flow ${flow.name} a longer overdue`,
    },
  ]
}

/** Legs of one bond lie beside one another, and cables one behind the other. */
function longestDelay(crossed: readonly Impaired[], flow: FlowPlan, wiring: Wiring): Ns {
  const slowest = new Map<string, Ns>()
  for (const { at, netem } of crossed) {
    const place = placeOf(wiring, at)
    slowest.set(place, Math.max(slowest.get(place) ?? 0, delayOf(netem, flow)))
  }
  return [...slowest.values()].reduce((a, b) => a + b, 0)
}

function placeOf(wiring: Wiring, at: Endpoint): string {
  const cable = wiring.topology.cables.find(({ a, b }) => [a, b].some((end) => endpointText(end) === endpointText(at)))
  const bonds = [at, ...(cable === undefined ? [] : [cable.a, cable.b])].flatMap((end) => {
    const bond = wiring.master(end)
    return bond?.kind === 'bond' ? [`${end.node}:${bond.name}`] : []
  })
  return bonds[0] ?? endpointText(at)
}

/** Of a packet of the flow, which a rate sends bit by bit; where the flow alone is more than the rate, the queue fills. */
function delayOf(netem: Netem, flow: FlowPlan): Ns {
  const { rateKbit, limit, slot } = netem
  const ownNs = latestNs(netem) + (slot?.maxNs ?? 0)
  if (rateKbit === undefined) return ownNs
  const sendNs = seconds(((flow.sizeBytes + HEADERS_BYTES) * 8) / (rateKbit * 1e3))
  const isFull = sendNs * flow.ratePps * forwardStreams(flow) > 1e9
  return Math.round(ownNs + sendNs * (isFull ? limit : 1))
}

function lossyWarnings({ name, targets }: ExperimentPlan, flow: FlowPlan, crossed: readonly Impaired[]): Problem[] {
  const own = targets.filter((target) => target.on === flow.name)
  const isCounted = own.some(({ metric }) => metric === 'lost' || metric === 'total')
  const bound = own.find(({ metric }) => metric === 'outage' || metric === 'reversionOutage')
  const lossy = crossed.find(({ netem }) => netem.loss !== undefined || netem.corruptPercent !== undefined)
  if (bound === undefined || isCounted || lossy === undefined) return []
  return [
    {
      code: 'outage-under-loss',
      what: `${name}: ${flow.name} ${bound.text}, but packets that arrive at ${endpointText(lossy.at)} are lost at random: an outage is then only the longest gap`,
      allowed: 'a bound on what is lost beside it: a share, or a number of packets',
      next: `give ${flow.name} such a target: lost: '< 1%'`,
    },
  ]
}
