import { formatNs, ms } from '../../../model/time.ts'
import { trialCount } from '../../chapter.ts'
import { repeatCommand } from '../../repeat.ts'
import type { ExperimentSummary, Summary, TargetSummary } from '../../schema.ts'
import { plural } from '../../text.ts'

const MARKS = { missed: '❌ missed', unknown: '❔ unknown', met: '✅ met' } as const
const WORST_FIRST = ['missed', 'unknown', 'met'] as const

/** A table of all targets, the missed ones first, and how to repeat what was not met. Names are text: none of them is markup. */
export function renderMarkdown(summary: Summary): string {
  const { met, missed, unknown } = summary.counts
  const ended = { completed: '', failed: 'This run failed. ', interrupted: 'This run was interrupted. ' }[
    summary.status
  ]
  const judged = summary.experiments.flatMap((experiment) =>
    experiment.targets.map((target) => ({ experiment, target })),
  )
  const rows = WORST_FIRST.flatMap((verdict) => judged.filter(({ target }) => target.verdict === verdict))
  const lines = [
    `## ${escaped(summary.lab)}: ${String(met)} met, ${String(missed)} missed, ${String(unknown)} unknown`,
    '',
    `${ended}${plural(trialCount(summary), 'trial')} on ${escaped(summary.kernel)}, ${formatNs(ms(summary.labMs))} of the lab, seed ${String(summary.seed)}.`,
    '',
    '| verdict | experiment | target | measured | why |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(rowOf),
    ...repeats(summary, rows),
  ]
  return `${lines.join('\n')}\n`
}

interface Row {
  readonly experiment: ExperimentSummary
  readonly target: TargetSummary
}

const rowOf = ({ experiment, target }: Row): string =>
  `| ${MARKS[target.verdict]} | ${[experiment.name, `${target.on}: ${target.text}`, target.measured, target.because.text].map(escaped).join(' | ')} |`

/** One block: the commands of different targets are often the same. */
function repeats(summary: Summary, rows: readonly Row[]): string[] {
  const commands = rows.flatMap(({ experiment, target }) =>
    target.verdict === 'met' ? [] : [repeatCommand(summary, experiment, target.trial)],
  )
  if (commands.length === 0) return []
  return ['', 'Again:', '', ...[...new Set(commands)].map((command) => `    ${command}`)]
}

/** Of Markdown and HTML; a line break would end the table's row. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]|~@#]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, ' ')
