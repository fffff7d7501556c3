import type { FlowMeasure } from '../../src/model/measure.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Window } from '../../src/model/window.ts'
import type { Examination } from './examine.ts'
import { experimentOf } from './run.ts'
import { reasonText } from '../../src/model/reason.ts'

/** What a run of the fuzzer adds up. */
export interface Figures {
  readonly labs: number
  readonly trials: number
  /** Trials from which nothing may be concluded. */
  readonly doubtful: Counts
  readonly findings: number
  /** Directions of flows for which theory gives a window. */
  readonly spoken: number
  /** Those for which it gives none, by the reason without its names. */
  readonly silent: Counts
  /** Shares of windows that the trials reached, by mechanism. */
  readonly reached: Readonly<Record<string, readonly number[]>>
}

export type Counts = Readonly<Record<string, number>>

export const NONE: Figures = { labs: 0, trials: 0, doubtful: {}, findings: 0, spoken: 0, silent: {}, reached: {} }

export function figuresOf({ plan, topology, trials, findings }: Examination): Figures {
  const plainly = (text: string): string => withoutNames(text, topology.nodes)
  const variant = experimentOf(plan).variants[trials[0]?.measure?.variant ?? 0]
  const doubts = trials.flatMap(
    ({ failure, measure }) => failure?.code ?? measure?.doubts.slice(0, 1).map(reasonText) ?? [],
  )
  return {
    labs: 1,
    trials: trials.length,
    doubtful: counted(doubts.map((doubt) => plainly(doubt).slice(0, 60))),
    findings: findings.length > 0 ? 1 : 0,
    spoken: variant?.windows.length ?? 0,
    silent: counted((variant?.silent ?? []).map(({ because }) => plainly(reasonText(because)))),
    reached: Object.fromEntries(
      (variant?.windows ?? []).flatMap((window): [string, readonly number[]][] => {
        const share = reachedShare(window, measuredOf(window, plan, trials))
        return share === null ? [] : [[plainly(reasonText(window.because)).split(/[:;,]/, 1)[0] ?? '', [share]]]
      }),
    ),
  }
}

export const sumOf = (a: Figures, b: Figures): Figures => ({
  labs: a.labs + b.labs,
  trials: a.trials + b.trials,
  doubtful: added(a.doubtful, b.doubtful, (x, y) => x + y),
  findings: a.findings + b.findings,
  spoken: a.spoken + b.spoken,
  silent: added(a.silent, b.silent, (x, y) => x + y),
  reached: added(a.reached, b.reached, (x, y) => [...x, ...y]),
})

const measuredOf = ({ on, direction }: Window, plan: Plan, trials: Examination['trials']): readonly FlowMeasure[] =>
  trials.flatMap(({ measure }) =>
    measure === null || measure.doubts.length > 0
      ? []
      : measure.flows.filter((flow) => flow.name === on && flow.direction === direction && flow.outcome !== 'never'),
  )

/** A window is worth asking about where it is much wider than the error of what is measured in it. */
const WIDER = 6

/** From the shortest outage to the longest, of the window's width; null where the window is narrow, or has no top. */
export function reachedShare({ lowNs, highNs }: Window, flows: readonly FlowMeasure[]): number | null {
  const errorNs = Math.max(0, ...flows.map((flow) => flow.errorNs))
  if (highNs === null || flows.length < 2 || highNs - lowNs < WIDER * errorNs) return null
  const outages = flows.map(({ outageNs }) => outageNs ?? 0)
  return Math.min(1, (Math.max(...outages) - Math.min(...outages)) / (highNs - lowNs))
}

/** Names of nodes and interfaces become `…`, numbers with their units `N`. */
function withoutNames(
  text: string,
  nodes: readonly { readonly name: string; readonly interfaces: readonly { readonly name: string }[] }[],
): string {
  const names = nodes.flatMap(({ name, interfaces }) => [name, ...interfaces.map((one) => one.name)])
  const longest = [...new Set(names)].sort((a, b) => b.length - a.length).map((name) => name.replaceAll('.', '\\.'))
  const named = new RegExp(`\\b(${longest.join('|')})\\b(:\\S+)?`, 'g')
  return text.replaceAll(named, '…').replaceAll(/\d+(\.\d+)?( (s|ms|us|ns|min))?/g, 'N')
}

const counted = (texts: readonly string[]): Counts =>
  texts.reduce<Record<string, number>>((counts, text) => ({ ...counts, [text]: (counts[text] ?? 0) + 1 }), {})

function added<Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  add: (x: Value, y: Value) => Value,
): Readonly<Record<string, Value>> {
  const sums = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const before = sums[key]
    sums[key] = before === undefined ? value : add(before, value)
  }
  return sums
}
