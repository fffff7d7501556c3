import type { ExperimentPlan, FaultVariant } from '../model/plan.ts'
import type { Phase } from '../model/window.ts'
import type { Operation } from '../model/operation.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { differences, dumpState } from './inject/dump.ts'
import { areLive, checkLive } from './inject/proof.ts'
import { nextHello } from './observe/hello.ts'
import type { Lab } from './lab.ts'
import { after, until } from './pause.ts'
import type { TrialContext } from './context.ts'

/** Closer than this to the present, an instant is missed; the next period has the same phase. */
const LEAD_NS = 1e6

/** Injects at the phase asked for, holds, proves that the fault was live, heals, watches, proves that it is gone. */
export async function breakAndHeal(
  lab: Lab,
  experiment: ExperimentPlan,
  chosen: { readonly variant: FaultVariant; readonly number: number },
  phase: number,
  context: TrialContext,
): Promise<void> {
  const { clock, journal } = context
  const { variant } = chosen
  lab.checkCables()
  const before = dumpState(lab.namespaces)

  const at = variant.phase === null ? clock.now() + LEAD_NS : await phaseInstant(lab, variant.phase, phase, context)
  let injectedNs: Ns | null = null
  for (const batch of variant.inject) {
    await until(clock, (injectedNs ?? at) + batch.atNs, lab.watcher)
    const [beforeNs, afterNs] = await apply(lab, batch.operations, context)
    injectedNs ??= beforeNs
    journal.write(
      { ev: 'inject', variant: chosen.number, beforeNs, afterNs, text: batch.operations.map(describe) },
      beforeNs,
    )
  }

  await after(clock, (injectedNs ?? clock.now()) + experiment.holdNs)
  const live = variant.proof.map((check) =>
    checkLive(check, {
      namespaces: lab.namespaces,
      history: (node, name) => lab.watcher.history(node, name, 'carrier'),
      daemons: lab.executor.daemons,
      sinceNs: injectedNs ?? 0,
    }),
  )
  journal.write({ ev: 'proof', live: areLive(live), evidence: live.map((one) => one.evidence) })

  // A node that boots takes its time; the fault is over once there is light.
  await lab.apply(variant.heal.filter(({ op }) => op === 'power'))
  const healing = variant.heal.filter(({ op }) => op !== 'power')
  const [healNs, healedNs] = await apply(lab, healing, context)
  journal.write({ ev: 'heal', beforeNs: healNs, afterNs: healedNs, text: variant.heal.map(describe) }, healNs)
  await after(clock, healedNs + experiment.recoverNs)

  const left = differences(before, dumpState(lab.namespaces))
  journal.write({
    ev: 'removed',
    removed: left.length === 0,
    evidence: left.length === 0 ? ['the state is what it was before'] : left,
  })
}

/** Sends one batch to the kernel and stamps both sides of it. */
async function apply(lab: Lab, operations: readonly Operation[], { clock }: TrialContext): Promise<[Ns, Ns]> {
  const beforeNs = clock.now()
  await lab.apply(operations)
  return [beforeNs, clock.now()]
}

/** The instant at this phase of the timer, counted from its next observed event. */
async function phaseInstant(lab: Lab, timer: Phase, phase: number, { clock, journal }: TrialContext): Promise<Ns> {
  const eventNs = await nextHello(timer.after, {
    namespaces: lab.namespaces,
    clock,
    watcher: lab.watcher,
    periodNs: timer.periodNs,
  })
  const offsetNs = Math.round(phase * timer.periodNs)
  let at = eventNs + offsetNs
  while (at < clock.now() + LEAD_NS) at += timer.periodNs
  journal.write({ ev: 'phase', eventNs, offsetNs, because: `${timer.because}: ${formatNs(offsetNs)} after it` })
  return at
}

const describe = (operation: Operation): string => {
  const { op, ...rest } = operation
  return `${op} ${Object.entries(rest)
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ')}`
}
