import type { DiagnosedTrial } from '../diagnosis/trial.ts'
import { takenWays, type TakenWay } from '../diagnosis/ways.ts'
import { reason, type Reason } from '../model/reason.ts'
import { formatNs, ms, toMs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import { summarizeReason } from './reason.ts'
import type { TargetSummary } from './schema.ts'

type HoleSummary = TargetSummary['holes'][number]

/** Where the packets of a flow ended in its outages, by time and direction; [] where nothing can be said. */
export function holesOf(flow: string, trial: DiagnosedTrial): HoleSummary[] {
  const zero = trial.span.injected?.[0]
  if (zero === undefined) return []
  const ways = takenWays({ ...trial, plan: only(flow, trial) })
  return ways.flatMap((way): HoleSummary[] => {
    const { direction, fromNs, toNs, hole, agrees } = way
    if (toNs <= zero || (hole === null && agrees)) return []
    const because = agrees && hole !== null ? hole.because : unexplained(way)
    return [
      {
        flow,
        direction,
        fromMs: since(Math.max(fromNs, zero), zero),
        toMs: since(toNs, zero),
        at: agrees && hole !== null ? { node: hole.node, interface: hole.interface } : null,
        because: summarizeReason(because),
      },
    ]
  })
}

const MOST_SHOWN = 3

/** A line for each of the longest, the longest first, and one that says how many more there are. */
export function holeTexts(holes: readonly HoleSummary[], text: (hole: HoleSummary) => string): readonly string[] {
  const shown = holes.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs)).slice(0, MOST_SHOWN)
  const more = holes.length - shown.length
  return [...shown.map(text), ...(more === 0 ? [] : [`… ${String(more)} more in summary.json`])]
}

/** `20 ms to 3 s after the fault`. */
export const whenText = ({ fromMs, toMs: untilMs }: HoleSummary): string =>
  `${formatNs(ms(fromMs))} to ${formatNs(ms(untilMs))} after the fault`

const only = (flow: string, { plan }: DiagnosedTrial): DiagnosedTrial['plan'] => ({
  ...plan,
  flows: plan.flows.filter(({ name }) => name === flow),
})

const since = (ns: Ns, zero: Ns): number => toMs(ns - zero)

const unexplained = ({ hole }: TakenWay): Reason =>
  hole === null
    ? reason('lost-unexplained')`packets were lost, though by the states that were seen they have a way`
    : reason('arrived-unexplained')`packets arrived, though by the states that were seen they have no way`
