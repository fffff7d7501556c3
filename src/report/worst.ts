import { spanOf } from '../measure/span.ts'
import { counted } from './chapter.ts'
import type { Chapter } from './chapter.ts'
import { repeatCommand } from './repeat.ts'
import type { ExperimentSummary, FlowSummary, TrialSummary } from './schema.ts'
import { renderSequence } from './sequence.ts'
import { storyOf } from './story/story.ts'
import { wrap } from './text.ts'
import type { Page } from './text.ts'
import { renderTimeline } from './timeline.ts'

/** One trial, the strangest or the worst: every stream's packets over time, what happened, and how to bring it back. */
export function renderWorst(chapter: Chapter, page: Page): string[] {
  const { experiment, plan, summary } = chapter
  const { trial: worst, title } = chosenTrial(experiment)
  if (worst === undefined) return []
  const events = chapter.journal(worst.index)
  const span = spanOf(events)
  const sequence = renderSequence(events, span, page)
  if (sequence.length === 0) return []
  const story = storyOf({ plan, events, measured: worst })
  const again = `Again: ${repeatCommand(summary, experiment, worst.index)}`
  return [
    '',
    `  ${page.paint('bold', title)}  ${page.paint('dim', '━ arrived  · lost  ╌ partly')}`,
    ...sequence,
    '',
    ...renderTimeline(story, page),
    '',
    ...wrap(again, page.width, '  ').map((line) => page.paint('dim', line)),
  ]
}

/** What lies outside its window asks for an explanation first; else the longest outage of those that count. */
function chosenTrial(experiment: ExperimentSummary): {
  readonly trial: TrialSummary | undefined
  readonly title: string
} {
  const outside = experiment.trials.find((trial) => trial.index === experiment.outside[0]?.trial)
  if (outside !== undefined) return { trial: outside, title: `trial ${String(outside.index)}, outside the window` }
  const worst = worstOf(counted(experiment))
  if (worst !== undefined) return { trial: worst, title: `worst trial: ${String(worst.index)}` }
  const doubtful = worstOf(experiment.trials)
  return { trial: doubtful, title: `trial ${String(doubtful?.index ?? '')}, in doubt` }
}

const worstOf = (trials: readonly TrialSummary[]): TrialSummary | undefined =>
  trials.reduce<TrialSummary | undefined>((a, b) => (a === undefined || isWorse(b, a) ? b : a), undefined)

/** The longest outage counts, whether it ended or not; of two alike the one that did not. */
function isWorse(a: TrialSummary, b: TrialSummary): boolean {
  const [one, other] = [longestOf(a), longestOf(b)]
  return one.ms === other.ms ? one.isOpen && !other.isOpen : one.ms > other.ms
}

function longestOf({ flows }: TrialSummary): { readonly ms: number; readonly isOpen: boolean } {
  const [ended, open] = [
    (flow: FlowSummary) => flow.outageMs,
    (flow: FlowSummary) => flow.goneMs ?? flow.atLeastMs,
  ].map((of) => Math.max(0, ...flows.map((flow) => of(flow) ?? 0))) as [number, number]
  return { ms: Math.max(ended, open), isOpen: open > 0 && open >= ended }
}
