import { formatNs } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import { counted, type Chapter } from './chapter.ts'
import { renderFlow } from './flow.ts'
import { renderPhases } from './phases.ts'
import type { ExperimentSummary } from './schema.ts'
import { renderSession } from './session.ts'
import { clip, hanging, plural, rangeText } from './text.ts'
import type { Page } from './text.ts'
import { renderWorst } from './worst.ts'

const SHOWN = 3

/** One experiment: what was done, what is out of order, each flow against its window, sessions, the worst trial. */
export function renderExperiment(chapter: Chapter, page: Page): string[] {
  const { experiment, plan } = chapter
  const title = `── ${clip(experiment.name, page.width - 6)} `
  return [
    page.paint('bold', title.padEnd(page.width, '─')),
    ...renderHead(chapter, page),
    ...renderOutside(experiment, page),
    ...plan.flows.flatMap((flow) => renderFlow(flow, chapter, page)),
    ...plan.sessions.flatMap(({ name }) => renderSession(name, chapter, page)),
    ...renderWorst(chapter, page),
  ]
}

function renderHead({ experiment, planned }: Chapter, page: Page): string[] {
  const drift = planned.fault.drift === null ? [] : hanging('  drift     ', planned.fault.drift, page.width)
  const times = `held ${heldText(experiment, planned.holdNs)}, watched ${formatNs(planned.recoverNs)} after`
  const doubtful = experiment.trials.filter((trial) => trial.doubts.length > 0)
  const counts = doubtful.length === 0 ? 'all count' : `${String(doubtful.length)} of them in doubt`
  const doubts = doubtful
    .slice(0, SHOWN)
    .flatMap((trial) =>
      hanging(
        `  ! ${`trial ${String(trial.index)}`.padEnd(8)}`,
        trial.doubts.map(({ text }) => text).join('; '),
        page.width,
      ),
    )
  const more = doubtful.length > SHOWN ? [`  ! and ${String(doubtful.length - SHOWN)} more that do not count`] : []
  return [
    ...hanging('  fault     ', `${experiment.fault.on}: ${experiment.fault.effect}; ${times}`, page.width),
    ...drift,
    `  trials    ${String(experiment.trials.length)} of ${String(planned.trials)}, ${counts}`,
    ...[...doubts, ...more].map((line) => page.paint('yellow', line)),
    ...renderPhases(experiment, page),
  ]
}

/** What was held, where that reads otherwise than what was asked for. */
function heldText(experiment: ExperimentSummary, holdNs: Ns): string {
  const held = counted(experiment).flatMap(({ fault: { injectedNs, healedNs } }) =>
    injectedNs === null || healedNs === null ? [] : [healedNs[0] - injectedNs[0]],
  )
  const [text, planned] = [rangeText(held), formatNs(holdNs)]
  return text === '' || text === planned ? planned : `${text} (${planned} were asked for)`
}

/** Shouted: the figures cannot be trusted, whichever side is wrong. */
function renderOutside(experiment: ExperimentSummary, page: Page): string[] {
  const [first] = experiment.outside
  if (first === undefined) return []
  const all = experiment.outside.length
  return [
    '',
    `  ${page.paint(['inverse', 'red'], 'OUTSIDE THE WINDOW')}: the timers do not allow ${plural(all, 'outage')}`,
    ...experiment.outside
      .slice(0, SHOWN)
      .flatMap((one) =>
        hanging('    ', `${[one.on, one.direction ?? []].flat().join(' ')}, ${one.because.text}`, page.width),
      ),
    ...(all > SHOWN ? [`    and ${String(all - SHOWN)} more`] : []),
    '    Wrong model, wrong setting or bad measurement. Likely:',
    ...first.likely.flatMap(({ text }) => hanging('    · ', text, page.width)),
  ]
}
