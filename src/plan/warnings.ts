import type { Broken, Reversion } from '../mechanisms/contract/settle.ts'
import { lonelyBonds } from '../mechanisms/bond/settle-waits.ts'
import type { Experiment, Lab } from '../model/lab.ts'
import { forwardStreams, type ExperimentPlan, type FlowPlan, type Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { reasonText } from '../model/reason.ts'
import { bindsReturn } from '../model/target.ts'
import { formatNs } from '../model/time.ts'
import { endpointText } from '../model/topology.ts'
import type { Endpoint, Node, Topology } from '../model/topology.ts'
import { unhealedTop, type Window } from '../model/window.ts'
import { wiringOf } from '../theory/wired.ts'
import { carrying } from './carried.ts'
import { driftEffectsOf } from './drift.ts'
import { hangingWarnings, quietWarnings } from './idle.ts'
import { impairedWarnings } from './impaired.ts'
import { lostWarnings } from './lost.ts'
import { twoMtuWarnings } from './mtu.ts'
import { reverts, slowestReversion } from './reversion.ts'
import { dearestReturns, returnCostWarnings } from './returns.ts'
import { tooLargeWarnings } from './too-large.ts'

/** RFC 6414 5.4.2: with fewer flows a hash may leave a leg unused. */
const LAG_STREAMS = 16

/** What can be known to be a bad idea before anything runs. */
export function warningsOf(plan: Plan, lab: Lab): Problem[] {
  return [
    ...twoMtuWarnings(lab.topology),
    ...plan.flows.flatMap((flow) =>
      at(whereOf(lab, flow.name), [...lagWarnings(flow, lab.topology), ...tooLargeWarnings(flow, lab.topology)]),
    ),
    ...plan.experiments.flatMap((planned, index) => {
      const experiment = lab.experiments[index]
      if (experiment === undefined) return []
      return at(experiment.where, [
        ...targetWarnings(planned),
        ...lostWarnings(planned, plan.flows),
        ...hangingWarnings(planned, plan),
        ...quietWarnings(planned, plan, lab.topology),
        ...impairedWarnings(planned, driftEffectsOf(experiment, lab.topology), plan.flows, lab.topology),
        ...returnWarnings(planned, lab.topology),
        ...returnCostWarnings(planned),
        ...timeWarnings(planned, experiment, lab.topology),
      ])
    }),
  ]
}

const at = (where: string | undefined, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => (where === undefined ? problem : { where, ...problem }))

function whereOf(lab: Lab, name: string): string | undefined {
  const flow = lab.traffic[name]
  return flow?.traffic === 'flow' ? flow.where : undefined
}

function lagWarnings(flow: FlowPlan, topology: Topology): Problem[] {
  const count = forwardStreams(flow)
  if (count >= LAG_STREAMS || !crossesLag(flow, topology)) return []
  return [
    {
      code: 'few-streams',
      what: `flow ${flow.name} crosses a LAG with ${count} streams: the hash may leave a leg unused, and a fault there unseen`,
      allowed: `at least ${LAG_STREAMS} streams (RFC 6414)`,
      next: `say { streams: ${LAG_STREAMS} }`,
    },
  ]
}

function crossesLag(flow: FlowPlan, topology: Topology): boolean {
  // A bond that never forms a LAG has no hash to spread over.
  const lonely = lonelyBonds(wiringOf(topology))
  const legs = new Set(topology.nodes.flatMap((node) => lagLegs(node, lonely)).map(endpointText))
  return topology.cables
    .filter(({ a, b }) => legs.has(endpointText(a)) || legs.has(endpointText(b)))
    .some(carrying(topology, [flow]))
}

function lagLegs({ name, interfaces }: Node, lonely: ReadonlySet<string>): Endpoint[] {
  const lags = interfaces
    .filter((one) => one.kind === 'bond' && 'hash' in one.bond && !lonely.has(`${name}:${one.name}`))
    .map((lag) => lag.name)
  return interfaces.flatMap((leg) =>
    leg.master !== undefined && lags.includes(leg.master) ? [{ node: name, interface: leg.name }] : [],
  )
}

/** A bound that the timers cannot keep (missed for certain) or may break (at best unknown). */
function targetWarnings({ name, targets, variants, holdNs }: ExperimentPlan): Problem[] {
  return targets.flatMap((target): Problem[] => {
    // All outages together are no less than the longest.
    if (target.metric !== 'outage' && target.metric !== 'total' && target.metric !== 'stall') return []
    const windows = variants.flatMap((variant) => variant.windows).filter((window) => window.on === target.on)
    const worst = windows.toSorted((a, b) => topOf(b) - topOf(a))[0]
    if (worst === undefined || topOf(worst) <= target.bound.limitNs) return []
    const what = `${name}: ${target.on} ${target.text}, but`
    const top = unhealedTop(worst)
    const cannot = worst.lowNs >= target.bound.limitNs || (top === null && worst.highNs === null)
    if (top === null) {
      return [
        {
          code: cannot ? 'impossible-target' : 'undecidable-target',
          what: `${what} it ${worst.highNs === null ? 'does' : 'may'} not come back before healing (${reasonText(worst.because)})`,
          allowed: 'no bound at all: it is the network that must change',
          next: `give it a second way, or bind how soon after the healing it is back: ${target.on}: { back: '< …' }`,
        },
      ]
    }
    const window = worst.highNs === null ? `up to ${formatNs(top)}` : `${formatNs(worst.lowNs)} to ${formatNs(top)}`
    const healed = top > holdNs ? `, and the fault is healed after ${formatNs(holdNs)}` : ''
    return [
      {
        code: cannot ? 'impossible-target' : 'undecidable-target',
        what: `${what} the timers ${cannot ? 'need' : 'allow'} ${window}${healed}${usualText(worst)} (${reasonText(worst.because)})`,
        allowed: `a bound above ${formatNs(top)}${top > holdNs ? ' and a longer hold' : ''}, or shorter timers`,
        next: `say ${target.metric}: '< …' with such a bound`,
      },
    ]
  })
}

const usualText = ({ usual }: Window): string =>
  usual === undefined
    ? ''
    : `; in ${String(usual.phases)} of ${String(usual.of)} phases up to ${formatNs(usual.highNs)}`

/** The time of a return that nothing brings about: missed where something moves, else unknown. */
function returnWarnings({ name, targets, variants }: ExperimentPlan, topology: Topology): Problem[] {
  return targets.flatMap((target): Problem[] => {
    if (target.metric !== 'reversionTime') return []
    const moves = variants.flatMap(({ windows }) =>
      windows.flatMap(({ on, detection }) => (on === target.on && detection !== null ? [detection] : [])),
    )
    if (moves.length === 0 || moves.some((move) => reverts(topology, move))) return []
    const [stays] = moves
    const who = stays === undefined ? '' : ` (${stays.node} ${stays.name} stays ${stays.state})`
    return [
      {
        code: 'never-reverts',
        what: `${name}: ${target.on} ${target.text}, but what moves does not move back by itself${who}`,
        allowed: 'no such target; or preempt of a virtual router, primary with primaryReselect always of a bond',
        next: 'leave the target out',
      },
    ]
  })
}

const topOf = (window: Window): number => unhealedTop(window) ?? Number.POSITIVE_INFINITY

const longer = (key: 'hold' | 'recover'): string => `say ${key}: '…' with such a time in the experiment`

const brokenBy = (variants: ExperimentPlan['variants']): Broken => ({
  hit: variants.flatMap(({ effect }) => effect.map(({ at }) => at)),
  moved: variants.some(({ silent }) => silent.length > 0)
    ? null
    : variants.flatMap(({ windows }) => windows.flatMap(({ detection }) => detection ?? [])),
})

const slowest = (all: readonly (Reversion | null)[]): Reversion | null =>
  all.reduce((a, b) => (a === null || (b !== null && b.ns > a.ns) ? b : a), null)

/** Times that cut short what they are there to show. */
function timeWarnings(plan: ExperimentPlan, { fault, holdNs: askedNs }: Experiment, topology: Topology): Problem[] {
  const { name, holdNs, recoverNs, targets, variants } = plan
  // A session's window ends within the hold, but for the interval by which a stall may have begun before the fault.
  const failovers = variants.flatMap(({ windows }) => windows.filter(({ direction }) => direction !== undefined))
  const topNs = Math.max(0, ...failovers.map((window) => unhealedTop(window) ?? 0))
  const reverts = targets.some(({ metric }) => metric === 'reversionTime' || metric === 'reversionOutage')
  const returns = dearestReturns(plan).filter(({ on, kind }) => bindsReturn(on, targets, kind))
  const reversion = slowest([
    ...(reverts ? [slowestReversion(topology, brokenBy(variants), holdNs)] : []),
    ...returns.map(({ costNs: ns, because }) => ({ ns, because: reasonText(because) })),
  ])
  const problems: Problem[] = []
  if (topNs >= holdNs && fault.lastsNs <= askedNs) {
    const what = `${name}: healed after ${formatNs(holdNs)}, but the timers allow a failover to take ${formatNs(topNs)}`
    problems.push({ code: 'short-hold', what, allowed: `hold above ${formatNs(topNs)}`, next: longer('hold') })
  }
  if (fault.lastsNs > askedNs) {
    const what = `${name}: the hold of ${formatNs(askedNs)} is shorter than the fault, which is held for the ${formatNs(fault.lastsNs)} that it needs to play out`
    problems.push({
      code: 'short-hold',
      what,
      allowed: `hold of at least ${formatNs(fault.lastsNs)}`,
      next: longer('hold'),
    })
  }
  if (reversion !== null && reversion.ns >= recoverNs) {
    const what = `${name}: watched for ${formatNs(recoverNs)} after healing, but reversion may take ${formatNs(reversion.ns)} (${reversion.because})`
    problems.push({
      code: 'short-recover',
      what,
      allowed: `recover above ${formatNs(reversion.ns)}`,
      next: longer('recover'),
    })
  }
  return problems
}
