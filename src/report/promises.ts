import { ARROWS } from '../model/traffic.ts'
import { holeTexts, whenText } from './holes.ts'
import type { ExperimentSummary, Summary, TargetSummary } from './schema.ts'
import { clip, hanging, plural } from './text.ts'
import type { Page, Style } from './text.ts'

const MARKS: Readonly<Record<TargetSummary['verdict'], { readonly mark: string; readonly style: Style }>> = {
  met: { mark: '✓', style: 'green' },
  missed: { mark: '✗', style: 'red' },
  unknown: { mark: '?', style: 'yellow' },
}

/** What was promised, and what became of it: the head of the report. */
export function renderPromises(summary: Summary, page: Page): string[] {
  const { met, missed, unknown } = summary.counts
  const counts = [
    page.paint(met > 0 ? 'green' : 'dim', `${String(met)} met`),
    page.paint(missed > 0 ? 'red' : 'dim', `${String(missed)} missed`),
    page.paint(unknown > 0 ? 'yellow' : 'dim', `${String(unknown)} unknown`),
  ]
  return [
    `${page.paint('bold', plural(met + missed + unknown, 'target'))}: ${counts.join(', ')}`,
    ...summary.experiments.flatMap((experiment) => ['', ...ofExperiment(experiment, page)]),
  ]
}

function ofExperiment(experiment: ExperimentSummary, page: Page): string[] {
  const name = `  ${page.paint('bold', clip(experiment.name, page.width - 2))}`
  if (experiment.targets.length === 0) return [name, page.paint('dim', '    no target: measured only')]
  const column = Math.min(36, Math.max(...experiment.targets.map((target) => promise(target).length)))
  return [
    name,
    ...experiment.targets.flatMap((target, index) =>
      ofTarget(target, experiment.targets[index - 1]?.because.text === target.because.text, column, page),
    ),
  ]
}

const promise = (target: TargetSummary): string => `${target.on}  ${target.text}`

/** `again`: for the reason of the target before. */
function ofTarget(target: TargetSummary, again: boolean, column: number, page: Page): string[] {
  const { mark, style } = MARKS[target.verdict]
  const words = target.verdict.padEnd(8)
  const left = promise(target).padEnd(column)
  const room = page.width - 4 - 2 - words.length - column - 2
  const oneLine = target.measured.length <= room
  const head = `    ${page.paint(style, `${mark} ${words}`)}${left}${oneLine ? `  ${page.paint('bold', target.measured)}` : ''}`
  const below = ' '.repeat(4 + 2 + words.length)
  return [
    head.trimEnd(),
    ...(oneLine ? [] : hanging(below, target.measured, page.width)),
    ...hanging(below, reasonOf(target, again), page.width).map((line) => page.paint('dim', line)),
    ...holeLines(target)
      .flatMap((line) => hanging(below, line, page.width))
      .map((line) => page.paint('dim', line)),
    ...(target.returned?.isUnbound === true
      ? hanging(below, unboundText(target.returned.because.text), page.width)
      : []
    ).map((line) => page.paint('yellow', line)),
  ]
}

/** Of a missed target the places in which its packets ended for longest. */
function holeLines({ verdict, holes, trial }: TargetSummary): readonly string[] {
  if (verdict !== 'missed') return []
  return holeTexts(
    holes,
    (hole) => `${ARROWS[hole.direction]} ${whenText(hole)} of trial ${String(trial ?? 0)}: ${hole.because.text}`,
  )
}

/** With what the return cost, where a target binds that or it cost nothing. */
function reasonOf({ because, returned, metric }: TargetSummary, again: boolean): string {
  const reason = again ? 'for the same reason' : because.text
  const isOfReturn = metric === 'reversionOutage' || metric === 'back'
  return returned === null || returned.isUnbound || isOfReturn ? reason : `${reason}; ${returned.because.text}`
}

const unboundText = (cost: string): string => `! ${cost}, and no target binds that`
