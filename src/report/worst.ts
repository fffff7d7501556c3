import { spanOf } from '../measure/span.ts'
import { counted } from './chapter.ts'
import type { Chapter } from './chapter.ts'
import { repeatCommand } from './repeat.ts'
import type { ExperimentSummary, TrialSummary } from './schema.ts'
import { renderSequence } from './sequence.ts'
import { wrap } from './text.ts'
import type { Page } from './text.ts'
import { renderTimeline } from './timeline.ts'

/** The worst trial: every stream's packets over time, what happened, and how to bring it back. */
export function renderWorst(chapter: Chapter, page: Page): string[] {
  const { experiment, planned, summary } = chapter
  const worst = worstTrial(experiment)
  if (worst === undefined) return []
  const events = chapter.journal(worst.index)
  const span = spanOf(events)
  const sequence = renderSequence(events, span, page)
  if (sequence.length === 0) return []
  const variant = planned.variants[span.variant]
  const fault = `${variant?.on ?? experiment.fault.on}: ${experiment.fault.effect}`
  const detections = (variant?.windows ?? []).flatMap(({ detection }) => (detection === null ? [] : [detection]))
  const title =
    worst.doubts.length === 0 ? `worst trial: ${String(worst.index)}` : `trial ${String(worst.index)}, in doubt`
  const again = `Again: ${repeatCommand(summary, experiment, worst.index)}`
  return [
    '',
    `  ${page.paint('bold', title)}  ${page.paint('dim', '━ arrived  · lost  ╌ some of both')}`,
    ...sequence,
    '',
    ...renderTimeline(events, span, { fault, flows: worst.flows, detections }, page),
    '',
    ...wrap(again, page.width, '  ').map((line) => page.paint('dim', line)),
  ]
}

/** The longest outage of those that count; one that never recovered is the longest of all. */
function worstTrial(experiment: ExperimentSummary): TrialSummary | undefined {
  const trials = counted(experiment)
  return (trials.length > 0 ? trials : experiment.trials).reduce<TrialSummary | undefined>(
    (a, b) => (a === undefined || lengthOf(b) > lengthOf(a) ? b : a),
    undefined,
  )
}

const lengthOf = (trial: TrialSummary): number =>
  Math.max(0, ...trial.flows.map((flow) => (flow.outcome === 'never' ? Number.MAX_VALUE : (flow.outageMs ?? 0))))
