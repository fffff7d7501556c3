import type { Plan } from '../../../model/plan.ts'
import type { Target } from '../../../model/target.ts'
import type { ExperimentSummary, Summary } from '../../schema.ts'
import { clip } from '../../text.ts'
import { boundOf, valuesOf } from '../html/values.ts'

/** Where the bound is, the same in every line; a third as far again is drawn, and the last place is for what is beyond that. */
const BOUND = 30
const COLUMNS = 42

const LEGEND =
  '· one trial, • up to four, ● more; ┃ the bound; ░ what the timers allow; ✗ not back before the healing, or beyond'

/** A line of text for each target with a bound: its trials on an axis that begins at 0, as a block of code that nothing in a name can end. */
export function stripsOf({ experiments }: Summary, plan: Pick<Plan, 'experiments'>): string {
  const lines = experiments.flatMap((experiment, number) => {
    const strips = (plan.experiments[number]?.targets ?? []).flatMap((target) =>
      target.metric === 'atLeast' ? [] : [lineOf(experiment, target)],
    )
    return strips.length === 0 ? [] : [oneLine(experiment.name, 76), ...strips]
  })
  if (lines.length === 0) return ''
  // A line of its own between this block of code and the one before.
  return ['', 'The trials that count:', '', ...[...lines, '', LEGEND].map((line) => `    ${line}`.trimEnd()), ''].join(
    '\n',
  )
}

function lineOf(experiment: ExperimentSummary, target: Exclude<Target, { metric: 'atLeast' }>): string {
  const bound = boundOf(target)
  const values = valuesOf(experiment, target).filter(
    ({ value, atLeast, counts: counted }) => counted && (value !== null || atLeast !== null),
  )
  const scale = bound > 0 ? bound : Math.max(1, ...values.map(({ value }) => value ?? 0))
  const column = (value: number): number => Math.min(COLUMNS - 1, Math.floor((value / scale) * BOUND))
  const counts = Array<number>(COLUMNS).fill(0)
  for (const { value, atLeast } of values) {
    const at = atLeast !== null || value === null ? COLUMNS - 1 : column(value)
    counts[at] = (counts[at] ?? 0) + 1
  }
  const allowed = windowOf(experiment, target, column)
  const cells = counts.map((count, at) => {
    if (at === COLUMNS - 1) return count > 0 ? '✗' : ' '
    if (count > 0) return count === 1 ? '·' : count < 5 ? '•' : '●'
    return allowed !== null && at >= allowed[0] && at <= allowed[1] ? '░' : ' '
  })
  const axis = `0│${cells.slice(0, BOUND).join('')}┃${cells.slice(BOUND).join('')}│`
  return `  ${oneLine(`${target.on} ${target.text}`, 30).padEnd(30)} ${axis}`
}

const oneLine = (text: string, width: number): string => clip(text.replaceAll(/\s+/g, ' '), width)

/** In columns. */
function windowOf(
  { windows }: ExperimentSummary,
  { metric, on }: Target,
  column: (ms: number) => number,
): readonly [number, number] | null {
  if (metric !== 'outage' && metric !== 'stall') return null
  const own = windows.filter((window) => window.on === on)
  if (own.length === 0) return null
  const top = own.some(({ highMs }) => highMs === null) ? Infinity : Math.max(...own.map(({ highMs }) => highMs ?? 0))
  return [column(Math.min(...own.map(({ lowMs }) => lowMs))), column(top)]
}
