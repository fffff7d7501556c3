import type { Plan } from '../src/model/plan.ts'
import type { ExperimentSummary, FlowSummary, Summary } from '../src/report/schema.ts'
import { noWindow } from '../src/model/silence.ts'

/**
 * A lab of single failures as a table: for each failure and each flow what it lost, the worse of its two directions,
 * from the least to the most of all trials; in brackets the window that the timers allow.
 */
export function failuresTable(summary: Summary, plan: Plan): string {
  const flows = plan.flows.map(({ name }) => name)
  const notes: string[] = []
  const rows = summary.experiments.map((experiment) => [
    `\`${experiment.name}\``,
    ...flows.map((flow) => cell(experiment, flow, noteOf(plan, experiment.name, flow, notes))),
    span(worst(experiment, flows, ({ reversionOutageMs }) => reversionOutageMs ?? 0)),
  ])
  const head = ['what fails', ...flows, 'its return costs']
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [...table, '', ...notes.map((note, at) => `${mark(at)} ${note}`)].join('\n')
}

function cell(experiment: ExperimentSummary, flow: string, note: string): string {
  const lost = worst(experiment, [flow], ({ outageMs, outcome }) => (outcome === 'never' ? Infinity : (outageMs ?? 0)))
  if (lost.every((ms) => ms === 0)) return '–'
  const windows = experiment.windows.filter(({ on }) => on === flow)
  const outside = experiment.outside.some(({ on }) => on === flow) ? ' **outside**' : ''
  if (windows.length < DIRECTIONS) return `${span(lost)}${note}`
  if (lost.every((ms) => ms === Infinity)) return `never${outside}`
  const low = Math.max(...windows.map(({ lowMs }) => lowMs))
  const high = Math.max(...windows.map(({ highMs }) => highMs ?? Infinity))
  return `${span(lost)} (${span([low, high])})${outside}`
}

const DIRECTIONS = 2

/** Of each trial, the worst of these flows in either direction. */
const worst = (
  { trials }: ExperimentSummary,
  flows: readonly string[],
  lostMs: (flow: FlowSummary) => number,
): readonly number[] =>
  trials.map((trial) => Math.max(...trial.flows.filter(({ name }) => flows.includes(name)).map(lostMs)))

/** The mark of why theory says nothing of this flow; each reason is written once. */
function noteOf(plan: Plan, experiment: string, flow: string, notes: string[]): string {
  const variants = plan.experiments.find(({ name }) => name === experiment)?.variants ?? []
  const said = variants.flatMap(({ silent }) => silent).find(({ on }) => on === flow)
  if (said === undefined) return ''
  const reason = noWindow(said.because)
  if (!notes.includes(reason)) notes.push(reason)
  return ` ${mark(notes.indexOf(reason))}`
}

const mark = (at: number): string => `[${String(at + 1)}]`

/** `8.00–8.17 s`, `0–110 ms`, `–`: by the larger of the two. */
function span(ms: readonly number[]): string {
  const [least, most] = [Math.min(...ms), Math.max(...ms)]
  if (most === 0) return '–'
  if (least === Infinity) return 'never'
  const inSeconds = most >= 1000
  const text = (one: number): string =>
    one === Infinity ? 'never' : inSeconds ? (one / 1000).toFixed(2) : one.toFixed(0)
  const [from, to] = [text(least), text(most)]
  return `${from === to ? from : `${from}–${to}`} ${inSeconds ? 's' : 'ms'}`
}
