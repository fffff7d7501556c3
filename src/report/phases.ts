import { formatNs, ms } from '../model/time.ts'
import type { ExperimentSummary } from './schema.ts'
import { hanging, plural } from './text.ts'
import type { Page } from './text.ts'

type Phases = ExperimentSummary['phases'][number]

/** Which timers the trials were spread over, and how evenly; timers that were only seen come last, in one line. */
export function renderPhases({ phases }: ExperimentSummary, page: Page): string[] {
  const chosen = phases.filter((one) => one.chosen)
  const seen = phases.filter((one) => !one.chosen)
  return [
    ...chosen.flatMap((one, index) => line(index === 0 ? 'phases' : '', chosenText(one), one.covered, page)),
    ...(seen.length === 0
      ? []
      : line(chosen.length === 0 ? 'phases' : '', `also seen: ${seen.map(seenText).join('; ')}`, true, page)),
  ]
}

function line(label: string, text: string, covered: boolean, page: Page): string[] {
  const lines = hanging(
    `  ${covered ? ' ' : '!'} `.slice(covered ? 2 : 0).padStart(2) + label.padEnd(10),
    text,
    page.width,
  )
  return covered ? lines : lines.map((one) => page.paint('yellow', one))
}

const chosenText = ({ timer, periodMs, trials, of, largestGapMs, evenGapMs }: Phases): string =>
  trials === 0
    ? `${timer}: not seen, its phase is not known`
    : `${timer}: ${counted(trials, of)} over ${formatNs(ms(periodMs))}, largest gap ${formatNs(ms(largestGapMs))} (even: ${formatNs(ms(evenGapMs))})`

const seenText = ({ timer, periodMs, largestGapMs }: Phases): string =>
  `${timer}, largest gap ${formatNs(ms(largestGapMs))} of ${formatNs(ms(periodMs))}`

const counted = (trials: number, of: number): string =>
  trials === of ? plural(trials, 'trial') : `${String(trials)} of ${plural(of, 'trial')}`
