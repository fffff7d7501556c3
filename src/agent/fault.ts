import { describeOperation, type Operation } from '../model/operation.ts'
import type { FaultVariant } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import type { Ns } from '../model/time.ts'
import { dumpState, withoutNexthops } from '../inject/dump.ts'
import { interfacesOf, netemAt } from '../inject/interfaces.ts'
import { portLines } from '../inject/open-vswitch.ts'
import { areLive, checkLive } from '../inject/proof.ts'
import type { Namespaces } from '../linux/netns.ts'
import { after, until } from '../linux/pause.ts'
import type { TrialContext } from './context.ts'
import type { RunningLab } from './lab.ts'

/** One of a fault's variants, and its number among them. */
export interface ChosenVariant {
  readonly variant: FaultVariant
  readonly number: number
}

/** A role that moves is resolved now: the first variant whose state holds. null: none is in its state. */
export function chooseVariant(lab: RunningLab, variants: readonly FaultVariant[]): ChosenVariant | null {
  const number = variants.findIndex((variant) => variant.when === null || lab.watcher.current(variant.when))
  const variant = variants[number]
  return variant === undefined ? null : { variant, number }
}

export const nobodyActive = (on: string): Problem => ({
  code: 'nobody-active',
  what: `no candidate of “${on}” is in its state at the moment of injection`,
})

/**
 * Sends its batches to the kernel, each at its instant, the first at `atNs`; gives when that was.
 * `struck` is called as soon as the first batch is in the kernel. After an abort no further batch is sent.
 */
export async function inject(
  lab: RunningLab,
  { variant, number }: ChosenVariant,
  atNs: Ns,
  { clock, journal }: TrialContext,
  struck: (injectedNs: Ns) => void,
  signal?: AbortSignal,
): Promise<Ns> {
  let injectedNs: Ns | null = null
  for (const batch of variant.inject) {
    await until(clock, (injectedNs ?? atNs) + batch.atNs, lab.watcher)
    if (signal?.aborted === true) break
    const [beforeNs, afterNs] = await stamped(lab, batch.operations, clock)
    if (injectedNs === null) struck(beforeNs)
    injectedNs ??= beforeNs
    const text = batch.operations.map(describeOperation)
    journal.write({ ev: 'inject', variant: number, beforeNs, afterNs, text }, beforeNs)
  }
  return injectedNs ?? clock.now()
}

/** Writes down whether the fault was live, just before it is healed. */
export function prove(lab: RunningLab, { proof }: FaultVariant, sinceNs: Ns, { journal }: TrialContext): void {
  const live = proof.map((check) =>
    checkLive(check, {
      dir: lab.executor.dir,
      namespaces: lab.namespaces,
      history: (node, name) => lab.watcher.history(node, name, 'carrier'),
      daemons: lab.executor.daemons,
      standing: (node) => lab.standing(node),
      sinceNs,
    }),
  )
  journal.write({ ev: 'proof', live: areLive(live), evidence: live.map((one) => one.evidence) })
}

/** Takes the fault back, but for netem that still holds packets (`removeEmpty`); gives when that was done. */
export async function heal(lab: RunningLab, variant: FaultVariant, { clock, journal }: TrialContext): Promise<Ns> {
  // A node that boots takes its time; the fault is over once there is light.
  await lab.apply(variant.heal.filter(({ op }) => op === 'power'))
  const healing = variant.heal.filter(({ op }) => op !== 'power' && op !== 'netem-delete')
  const [healNs, healedNs] = await stamped(lab, healing, clock)
  const text = variant.heal.map(describeOperation)
  journal.write({ ev: 'heal', beforeNs: healNs, afterNs: healedNs, text }, healNs)
  await lab.startPrograms()
  return healedNs
}

/** An empty netem can go without losing a packet; what is left to do where one has not emptied itself by `untilNs`. */
export async function removeEmpty(
  lab: RunningLab,
  variant: FaultVariant,
  untilNs: Ns,
  { clock }: TrialContext,
): Promise<readonly Operation[]> {
  const removals = variant.heal.filter((operation) => operation.op === 'netem-delete')
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

export type State = ReadonlyMap<string, readonly string[]>

/** Of the kernel, and of each Open vSwitch that the fault changes. */
export const stateOf = (lab: RunningLab, variant: FaultVariant): State =>
  new Map([...kernelState(lab), ...switchState(lab, [variant])])

export const kernelState = (lab: RunningLab): State => withoutNexthops(dumpState(lab.namespaces))

export function switchState(lab: RunningLab, variants: readonly FaultVariant[]): State {
  const heal = variants.flatMap((variant) => variant.heal)
  const switches = new Set(heal.flatMap((one) => (one.op === 'ovs-vlans' ? [one.ns] : [])))
  return new Map([...switches].map((node) => [`Open vSwitch of ${node}`, portLines(lab.executor.dir, node)] as const))
}

/** Sends one batch to the kernel and stamps both sides of it. */
async function stamped(
  lab: RunningLab,
  operations: readonly Operation[],
  clock: TrialContext['clock'],
): Promise<[Ns, Ns]> {
  const beforeNs = clock.now()
  await lab.apply(operations)
  return [beforeNs, clock.now()]
}
