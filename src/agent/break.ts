import type { SessionRecord, StreamRecord } from '../model/journal.ts'
import type { ExperimentPlan, FaultVariant } from '../model/plan.ts'
import { describeOperation, type Operation } from '../model/operation.ts'
import type { Ns } from '../model/time.ts'
import { differences, dumpState, withoutNexthops } from '../inject/dump.ts'
import { interfacesOf, netemAt } from '../inject/interfaces.ts'
import { portLines } from '../inject/open-vswitch.ts'
import { areLive, checkLive } from '../inject/proof.ts'
import type { RunningLab } from './lab.ts'
import type { Namespaces } from '../linux/netns.ts'
import { after, until } from '../linux/pause.ts'
import { chooseMoment } from './phase.ts'
import type { TrialContext } from './context.ts'

/**
 * Injects at the phases asked for, holds, proves that the fault was live, heals, watches, stops the traffic and proves that
 * the fault is gone. What was measured.
 */
export async function breakAndHeal(
  lab: RunningLab,
  experiment: ExperimentPlan,
  chosen: { readonly variant: FaultVariant; readonly number: number },
  phases: readonly number[],
  context: TrialContext,
): Promise<readonly (StreamRecord | SessionRecord)[]> {
  const { clock, journal } = context
  const { variant } = chosen
  lab.checkCables()
  const before = stateOf(lab, variant)

  const moment = await chooseMoment(lab, variant.phases, phases, context)
  let injectedNs: Ns | null = null
  for (const batch of variant.inject) {
    await until(clock, (injectedNs ?? moment.atNs) + batch.atNs, lab.watcher)
    const [beforeNs, afterNs] = await apply(lab, batch.operations, context)
    if (injectedNs === null) moment.struck(beforeNs)
    injectedNs ??= beforeNs
    journal.write(
      { ev: 'inject', variant: chosen.number, beforeNs, afterNs, text: batch.operations.map(describeOperation) },
      beforeNs,
    )
  }

  await after(clock, (injectedNs ?? clock.now()) + experiment.holdNs)
  const live = variant.proof.map((check) =>
    checkLive(check, {
      dir: lab.executor.dir,
      namespaces: lab.namespaces,
      history: (node, name) => lab.watcher.history(node, name, 'carrier'),
      daemons: lab.executor.daemons,
      standing: (node) => lab.standing(node),
      sinceNs: injectedNs ?? 0,
    }),
  )
  journal.write({ ev: 'proof', live: areLive(live), evidence: live.map((one) => one.evidence) })

  // A node that boots takes its time; the fault is over once there is light.
  await lab.apply(variant.heal.filter(({ op }) => op === 'power'))
  const healing = variant.heal.filter(({ op }) => op !== 'power' && op !== 'netem-delete')
  const [healNs, healedNs] = await apply(lab, healing, context)
  journal.write({ ev: 'heal', beforeNs: healNs, afterNs: healedNs, text: variant.heal.map(describeOperation) }, healNs)
  await lab.startPrograms()
  const waiting = await removeEmpty(lab, variant.heal, healedNs + experiment.recoverNs, context)
  await after(clock, healedNs + experiment.recoverNs)
  const records = await lab.stopTraffic()
  await lab.apply(waiting)

  const left = differences(before, stateOf(lab, variant))
  journal.write({
    ev: 'removed',
    removed: left.length === 0,
    evidence: left.length === 0 ? ['the state is what it was before'] : left,
  })
  moment.close()
  return records
}

/** Of the kernel, and of each Open vSwitch that the fault changes. */
function stateOf(lab: RunningLab, { heal }: FaultVariant): ReadonlyMap<string, readonly string[]> {
  const switches = new Set(heal.flatMap((one) => (one.op === 'ovs-vlans' ? [one.ns] : [])))
  const ports = [...switches].map((node) => [`Open vSwitch of ${node}`, portLines(lab.executor.dir, node)] as const)
  return new Map([...withoutNexthops(dumpState(lab.namespaces)), ...ports])
}

/** An empty netem can go without losing a packet; what is left to do where one has not emptied itself by `untilNs`. */
async function removeEmpty(
  lab: RunningLab,
  heal: readonly Operation[],
  untilNs: Ns,
  { clock }: TrialContext,
): Promise<readonly Operation[]> {
  const removals = heal.filter((operation) => operation.op === 'netem-delete')
  const isWaiting = (): boolean => removals.some(({ ns, name }) => queuedAt(lab.namespaces, ns, name) > 0)
  while (isWaiting()) {
    if (clock.now() >= untilNs) return removals
    await after(clock, Math.min(clock.now() + LOOK_NS, untilNs))
  }
  await lab.apply(removals)
  return []
}

/** How often a queue is looked at. */
const LOOK_NS = 10e6

/** Packets that wait in netem. */
const queuedAt = (namespaces: Namespaces, ns: string, name: string): number =>
  netemAt(namespaces, ns, interfacesOf(namespaces).index(ns, name))?.stats.queued ?? 0

/** Sends one batch to the kernel and stamps both sides of it. */
async function apply(lab: RunningLab, operations: readonly Operation[], { clock }: TrialContext): Promise<[Ns, Ns]> {
  const beforeNs = clock.now()
  await lab.apply(operations)
  return [beforeNs, clock.now()]
}
