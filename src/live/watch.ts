import { setTimeout as timeout } from 'node:timers/promises'
import { LIVE_RECOVER_NS, type FaultInWords } from '../lab/live-fault.ts'
import { measureTrial } from '../measure/trial.ts'
import { outsideWindow } from '../measure/window.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { FlowMeasure, TrialMeasure } from '../model/measure.ts'
import { fateKnownNs } from '../model/on-its-way.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import { seconds, type Ns } from '../model/time.ts'
import type { BenchEvent, KeptFault } from './event.ts'
import type { Answered } from './guest.ts'

const LOOK_MS = 500
/** An outage is over when nothing was lost for so long. */
const OVER_NS: Ns = seconds(1)
/** A fault that has cost nothing by then is not watched more closely than one that is there. */
const LEAST_NS: Ns = seconds(5)

/** What is needed of the bench. */
export interface FollowedBench {
  readonly plan: Plan
  /** Every state that was seen. */
  readonly states: readonly JournalEvent[]
  fault(number: number): KeptFault
  keep(number: number, change: Partial<KeptFault>): KeptFault
  account(sinceNs: Ns, untilNs: Ns | null): Promise<Answered>
  verify(): Promise<Answered>
  planFault(words: FaultInWords): Promise<ExperimentPlan>
}

/** Follows what a fault costs from its injection until it is healed and what follows was watched, and measures it then as a trial. */
export async function watchFault(
  bench: FollowedBench,
  number: number,
  emit: (event: BenchEvent) => void,
): Promise<void> {
  await watchOutages(bench, number, emit)
  while (bench.fault(number).healedNs === null) await timeout(LOOK_MS)
  const { healedNs, planned, words, injectedNs } = bench.fault(number)
  const untilNs = (healedNs ?? 0) + LIVE_RECOVER_NS
  const certainNs = untilNs + fateKnownNs(bench.plan.flows, planned)
  for (;;) {
    const { measure, atNs } = await measured(bench, number)
    emit({ kind: 'counted', fault: bench.fault(number), flows: measure.flows, atNs })
    if (atNs >= certainNs) break
    await timeout(LOOK_MS)
  }
  const heldNs = (healedNs ?? 0) - injectedNs
  const asHeld = await bench.planFault({ ...words, holdNs: heldNs })
  const { events: account, atNs } = await bench.account(bench.fault(number).sinceNs, untilNs)
  const { events } = await bench.verify()
  const measure = measureOf(
    bench,
    bench.keep(number, { planned: { ...asHeld, holdNs: heldNs } }),
    [...account, ...events],
    atNs,
  )
  const fault = bench.keep(number, { isWatched: false, trial: measure })
  emit({ kind: 'measured', fault, outside: fault.unbound === null ? outsideWindow(fault.planned, [measure]) : [] })
}

/** Until the fault is healed, or nothing is lost any more and no window lies ahead. */
async function watchOutages(bench: FollowedBench, number: number, emit: (event: BenchEvent) => void): Promise<void> {
  const told = new Set<string>()
  const { variant, injectedNs } = bench.fault(number)
  const tops = variant.windows.map(({ highNs }) => highNs ?? 0)
  const patienceNs = Math.max(LEAST_NS, ...tops.map((top) => top + OVER_NS))
  while (bench.fault(number).healedNs === null) {
    const { measure, atNs } = await measured(bench, number)
    const fault = bench.fault(number)
    const { flows } = measure
    emit({ kind: 'counted', fault, flows, atNs })
    for (const flow of flows) {
      const name = `${flow.name} ${flow.direction}`
      if (!isOver(flow, atNs) || told.has(name)) continue
      told.add(name)
      emit({ kind: 'recovered', fault, flow })
    }
    if (atNs - injectedNs > patienceNs && flows.every((flow) => flow.outcome === 'untouched' || isOver(flow, atNs))) {
      emit({ kind: 'quiet', fault: bench.keep(number, { isWatched: fault.healedNs !== null }), flows })
      return
    }
    await timeout(LOOK_MS)
  }
}

const isOver = ({ outcome, outages }: FlowMeasure, atNs: Ns): boolean =>
  outcome === 'recovered' && outages.every(({ endNs }) => endNs !== null && endNs < atNs - OVER_NS)

async function measured(
  bench: FollowedBench,
  number: number,
): Promise<{ readonly measure: TrialMeasure; readonly atNs: Ns }> {
  const { sinceNs } = bench.fault(number)
  const { events, atNs } = await bench.account(sinceNs, null)
  return { measure: measureOf(bench, bench.fault(number), events, atNs), atNs }
}

const measureOf = (bench: FollowedBench, fault: KeptFault, account: readonly JournalEvent[], atNs: Ns): TrialMeasure =>
  measureTrial(trialOf(fault, bench, account, atNs), { ...bench.plan, experiments: [fault.planned] })

/** The journal of a trial that consists of this fault. */
function trialOf(
  fault: KeptFault,
  bench: FollowedBench,
  account: readonly JournalEvent[],
  atNs: Ns,
): readonly JournalEvent[] {
  return [
    { ...fault.start, trial: fault.number, experiment: 0 } as JournalEvent,
    ...bench.states.filter(({ t }) => t >= fault.sinceNs),
    ...fault.events,
    ...account,
    { t: atNs, ev: 'end', status: 'completed' },
  ]
}
