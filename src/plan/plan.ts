/*
 * The room of planning: a lab becomes `plan.json`, everything that will be done before anything is done.
 * It owns the operations that build, break and heal, the gate, what is watched, the settling, sockets, and every warning of a lab.
 * It never executes anything and does no I/O: the same lab and options give the same bytes.
 * Begin here: `buildPlan`. Then `wiring.ts` (the part that the topology decides), `settle.ts` and `gate.ts` (what must hold before the
 * fault), `sockets.ts` (streams), `reversion.ts` (what has to return), `warnings.ts` (what is worth saying before a run).
 */
import { SETTLES } from '../mechanisms/all/settle.ts'
import type { Capability } from '../model/capability.ts'
import type { Effect, Fault, FaultSteps, LiveCheck, TimedBatch } from '../model/fault.ts'
import { servingNodes, type CableHandle, type StateMatch } from '../model/handle.ts'
import type { Experiment, Lab } from '../model/lab.ts'
import {
  nodesWith,
  type ExperimentPlan,
  type FaultVariant,
  type GatePlan,
  type Plan,
  type RuntimePlan,
  type SessionPlan,
} from '../model/plan.ts'
import { placeOf, type Operation } from '../model/operation.ts'
import { CONFIRMED_NS } from '../model/neighbour.ts'
import { turnIntervalNs } from '../model/pace.ts'
import { fail } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { seconds } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import { endpointText, reachedAt } from '../model/topology.ts'
import type { Topology } from '../model/topology.ts'
import type { Direction } from '../model/traffic.ts'
import type { Way } from '../theory/path.ts'
import { preferredPaths } from '../theory/preferred.ts'
import type { TheorySession } from '../theory/session.ts'
import { theoryOf } from '../theory/theory.ts'
import { carrying } from './carried.ts'
import { containerlabPlan, containerlabWiring } from './containerlab.ts'
import type { Mode } from './containerlab.ts'
import { each } from './each.ts'
import { driftEffectsOf, fixedCables, refuseDrift } from './drift.ts'
import { NodeEnds } from './ends.ts'
import type { Steps } from './ends.ts'
import { gatePlan } from './gate.ts'
import { Sockets } from './sockets.ts'
import { refuseUnknown } from './unknown.ts'
import { warningsOf } from './warnings.ts'
import { wiring } from './wiring.ts'

export interface PlanOptions {
  /** Of the kernel that will run it: timers in jiffies depend on it. */
  readonly hz: number
  /** In place of every experiment's own. */
  readonly trials?: number
  /** How nodes and cables come to be. Default `netns`. */
  readonly runtime?: RuntimePlan['kind']
  /** Of containerlab: a lab of our own, or one that runs already. Default `deploy`. */
  readonly mode?: Mode
}

/** Everything that will be done, and what is worth saying before. Pure: the same lab and options, the same bytes. */
export function buildPlan(lab: Lab, name: string, options: PlanOptions): { plan: Plan; warnings: readonly Problem[] } {
  const { topology } = lab
  refuseUnknown(lab)
  const settling = SETTLES.flatMap((one) => one.warnings?.(lab, options.hz) ?? [])
  const sockets = new Sockets()
  const traffic = Object.entries(lab.traffic)
  const flows = traffic.flatMap(([on, one]) => (one.traffic === 'flow' ? [sockets.flow(on, one)] : []))
  const sessions = traffic.flatMap(([on, one]) => (one.traffic === 'session' ? [sockets.session(on, one)] : []))
  const runtime = runtimePlan(topology, name, options)
  const wired = runtime.kind === 'netns' ? wiring(topology) : containerlabWiring(topology, runtime)
  const carried = topology.cables.filter(carrying(topology, flows)).flatMap(({ a, b }) => [a, b])
  const healthy = { settle: wired.settle, carried }
  const talking = new Set(
    traffic.flatMap(([, { from, to }]) => [from, to].flatMap(servingNodes).map((node) => node.name)),
  )
  const ends = runtime.kind === 'netns' ? null : new NodeEnds(topology, runtime, talking)
  const plan: Plan = {
    schema: 2,
    lab: name,
    topology: topology.name,
    model: topology,
    runtime,
    nodes: topology.nodes.map((node) => ({ name: node.name, role: node.role })),
    cables: topology.cables,
    ...wired,
    flows,
    sessions,
    experiments: each(lab.experiments, (experiment) =>
      experimentPlan(experiment, lab, healthy, { flows, sessions }, options, ends),
    ),
  }
  return {
    plan,
    warnings: [...settling, ...warningsOf(plan, lab)],
  }
}

function runtimePlan(
  topology: Topology,
  name: string,
  { runtime = 'netns', mode = 'deploy' }: PlanOptions,
): RuntimePlan {
  if (runtime === 'containerlab') return containerlabPlan(topology, name, mode)
  if (topology.containerlab === undefined) return { kind: 'netns' }
  return fail(
    {
      code: 'needs-containerlab',
      what: `the nodes of ${topology.containerlab.file} configure themselves: they are containers, and no namespaces of ours`,
      next: '--runtime containerlab',
    },
    69,
  )
}

function experimentPlan(
  experiment: Experiment,
  lab: Lab,
  { settle, carried }: Pick<Plan, 'settle'> & Pick<GatePlan, 'carried'>,
  traffic: Pick<Plan, 'flows' | 'sessions'>,
  options: PlanOptions,
  ends: NodeEnds | null,
): ExperimentPlan {
  const { fault, drift } = experiment
  const driftEffects = driftEffectsOf(experiment, lab.topology)
  const moved = <S extends Steps>(steps: S): S =>
    ends?.steps(steps, `experiment ${JSON.stringify(experiment.name)}`, experiment.where) ?? steps
  const drifts = drift === null ? null : moved(driftSteps(experiment, drift, lab.topology))
  const drifting = drifts === null ? [] : drifts.inject.flatMap(({ operations }) => operations)
  const around = { experiment, lab, ...traffic, driftEffects, hz: options.hz }
  const variants = variantsOf(fault, lab.topology).map((one) => moved(variant(fault, one, around)))
  refuseCollision(experiment, drifting, variants)
  const needs = new Set<Capability>([...fault.needs, ...(drift?.needs ?? [])])
  return {
    name: experiment.name,
    fault: {
      kind: fault.kind,
      on: fault.on,
      text: fault.text,
      drift: drift === null ? null : `${drift.on} ${drift.text}`,
    },
    needs: [...needs].sort(),
    driftEffects,
    drift: drifting,
    ...(ends === null || drifts === null ? {} : { undrift: drifts.heal }),
    gate: gatePlan(experiment, lab.topology, settle, carried),
    settleNs: experiment.settleNs,
    holdNs: heldNs(experiment),
    recoverNs: experiment.recoverNs,
    trials: options.trials ?? experiment.trials,
    variants,
    targets: experiment.targets,
  }
}

/** A fault plays out to its end, however short the hold. */
const heldNs = ({ holdNs, fault }: Experiment): Ns => Math.max(holdNs, fault.lastsNs)

/** One root qdisc an interface, one filter a preference, one light an end: what drift has put there is not the fault's to replace, nor to heal. */
function refuseCollision(
  { name, where }: Experiment,
  drift: readonly Operation[],
  variants: readonly FaultVariant[],
): void {
  const places = (operations: readonly Operation[]): string[] => operations.flatMap((one) => placeOf(one) ?? [])
  refuseSameNode(name, drift, variants, where)
  const taken = places(drift)
  const injected = variants.flatMap(({ inject }) => inject.flatMap(({ operations }) => places(operations)))
  if (!injected.some((place) => taken.includes(place))) return
  fail({
    code: 'drift-collides',
    what: `fault and drift of experiment ${JSON.stringify(name)} do the same to one end of a cable`,
    allowed: 'another cable or direction for one of them, or one fault with the parameters of both',
    ...(where === undefined ? {} : { where }),
  })
}

/** A node that is without power or stands still can be neither a second time, and comes back from one of them as it was before both. */
function refuseSameNode(
  name: string,
  drift: readonly Operation[],
  variants: readonly FaultVariant[],
  where: string | undefined,
): void {
  const nodes = (operations: readonly Operation[]): string[] =>
    operations.flatMap((one) => (one.op === 'power' || one.op === 'pause' ? [one.node] : []))
  const taken = nodes(drift)
  const both = variants
    .flatMap(({ inject }) => inject.flatMap(({ operations }) => nodes(operations)))
    .find((node) => taken.includes(node))
  if (both === undefined) return
  fail({
    code: 'drift-collides',
    what: `fault and drift of experiment ${JSON.stringify(name)} both stop ${both}`,
    allowed: 'another node for one of them',
    ...(where === undefined ? {} : { where }),
  })
}

interface Around {
  readonly experiment: Experiment
  readonly lab: Lab
  readonly flows: Plan['flows']
  readonly sessions: Plan['sessions']
  readonly driftEffects: readonly Effect[]
  readonly hz: number
}

/** Where a fault acts, and when it acts there. */
interface Occasion {
  readonly when: StateMatch | null
  readonly on: string
  readonly cables: readonly CableHandle[]
}

function variant(fault: Fault, { when, on, cables }: Occasion, around: Around): FaultVariant {
  const { topology, traffic } = around.lab
  const effect = cables.flatMap((cable) => fault.effect(cable))
  const flows = around.flows.flatMap(({ name, ratePps, overdueNs, streams }) => {
    const flow = traffic[name]
    if (flow === undefined) return []
    const pairsOf = (wanted: Direction): Way['pairs'] =>
      streams
        .filter(({ direction }) => direction === wanted)
        .map(({ from, to }) => ({ source: from.address, target: reachedAt(to) }))
    const pairs = { forward: pairsOf('forward'), backward: pairsOf('backward') }
    const oneWay = pairs.backward.length === 0
    const count = pairs.forward.length
    const ends = { from: flow.from.node.name, to: flow.to.node.name }
    return [{ name, ...ends, streams: count, ratePps, overdueNs, pairs, oneWay }]
  })
  const { windows, phases, silent, returns } = theoryOf({
    topology,
    effects: effect,
    drift: around.driftEffects,
    flows,
    sessions: around.sessions.map(theorySession),
    hz: around.hz,
    holdNs: heldNs(around.experiment),
    trafficNs: trafficNs(around.experiment),
    when,
  })
  const steps = stepsOf(fault, topology, cables)
  const ways = flows.flatMap(({ name, from, to, pairs, oneWay }) => [
    { on: name, direction: 'forward' as const, way: { from, to, pairs: pairs.forward } },
    ...(oneWay
      ? []
      : [{ on: name, direction: 'backward' as const, way: { from: to, to: from, pairs: pairs.backward } }]),
  ])
  const preferred = preferredPaths({ topology, drift: around.driftEffects, when, ways })
  const proof = seen(steps.proof, topology)
  return { when, on, effect, ...steps, proof, windows, silent, returns, phases, preferred }
}

function theorySession(plan: SessionPlan): TheorySession {
  const { name, kind, client, server, sizeBytes } = plan
  return {
    name,
    kind,
    from: client.node,
    to: server.node,
    pairs: {
      forward: [{ source: client.address, target: reachedAt(server) }],
      backward: [{ source: server.address, target: reachedAt(client) }],
    },
    intervalNs: kind === 'tcp' ? plan.intervalNs : turnIntervalNs(plan),
    sizeBytes,
    isAnew: server.isVirtual !== true && nodesWith(server).length > 1,
    ...(server.isVirtual === true ? { servers: nodesWith(server) } : {}),
    ...(plan.userTimeoutNs === undefined ? {} : { userTimeoutNs: plan.userTimeoutNs }),
  }
}

/** A device whose name in its node nobody knows cannot be looked at. */
function seen(proof: readonly LiveCheck[], { containerlab }: Topology): readonly LiveCheck[] {
  const nameless = (containerlab?.nameless ?? []).map(endpointText)
  return proof.filter((check) => !('at' in check && nameless.includes(endpointText(check.at))))
}

/** Asking and looking at states, beside the times that a gate waits on purpose. */
const GATE_SLACK_NS = seconds(1)

/** From the first packets until a gate that nothing delays has passed; null: a rehearsal or a glance, at any age. */
const trafficNs = ({ gate, rehearse, settleNs }: Experiment): Ns | null =>
  gate === 'full' && !rehearse ? Math.max(CONFIRMED_NS, settleNs) + settleNs + GATE_SLACK_NS : null

function driftSteps(experiment: Experiment, drift: Fault, topology: Topology): FaultSteps {
  const steps = stepsOf(drift, topology, fixedCables(drift, topology))
  refuseDrift(experiment, drift, steps.inject)
  return steps
}

/** What is done to several cables at one instant is one batch. */
function stepsOf(fault: Fault, topology: Topology, cables: readonly CableHandle[]): FaultSteps {
  const all = cables.map((cable) => fault.steps(topology, cable))
  const inject: TimedBatch[] = []
  for (const batch of all.flatMap((steps) => steps.inject)) {
    const same = inject.findIndex(({ atNs, late }) => atNs === batch.atNs && late?.draw === batch.late?.draw)
    const found = inject[same]
    if (found === undefined) inject.push(batch)
    else inject[same] = { ...found, operations: [...found.operations, ...batch.operations] }
  }
  return { inject, heal: all.flatMap(({ heal }) => heal), proof: all.flatMap(({ proof }) => proof) }
}

function variantsOf({ target, on }: Fault, topology: Topology): readonly Occasion[] {
  if (target.handle !== 'selector') return [{ when: null, on, cables: fixedCables({ target }, topology) }]
  return target.candidates.map(({ when, cable }) => ({ when, on: endpointText(cable.near), cables: [cable] }))
}
