import { journalOf } from '../journal/trials.ts'
import type { JournalEvent } from '../model/journal.ts'
import type { Plan } from '../model/plan.ts'
import { formatNs, ms } from '../model/time.ts'
import { trialCount } from './chapter.ts'
import { renderExperiment } from './experiment.ts'
import { renderPromises } from './promises.ts'
import type { Summary } from './schema.ts'
import { clip, pageOf, plural, wrap } from './text.ts'
import type { Page } from './text.ts'

export interface TerminalOptions {
  readonly color: boolean
  /** Columns; 80 reads well, less than 60 is taken as 60. */
  readonly width: number
  /** The last line: where the files are. */
  readonly files?: string
}

/** The report for people: promises first, then each experiment with its window, trials and worst trial. */
export function renderTerminal(
  summary: Summary,
  plan: Plan,
  events: readonly JournalEvent[],
  options: TerminalOptions,
): string {
  const page = pageOf(options)
  const journals = journalOf(events)
  const chapters = plan.experiments.flatMap((planned, index) => {
    const experiment = summary.experiments[index]
    if (experiment === undefined || experiment.trials.length === 0) return []
    const journal = (trial: number): readonly JournalEvent[] => journals(index, trial)
    return ['', ...renderExperiment({ summary, plan, experiment, planned, journal }, page)]
  })
  const lines = [...renderTitle(summary, page), '', ...renderPromises(summary, page), ...chapters]
  return `${[...lines, ...(options.files === undefined ? [] : ['', options.files])].join('\n')}\n`
}

function renderTitle(summary: Summary, page: Page): string[] {
  const lab = formatNs(ms(summary.labMs))
  const wall = formatNs(ms(summary.wallMs))
  const time = summary.virtualTime ? `${lab} of virtual time in ${wall}` : `${lab} in real time, ${wall} in all`
  const where = `${summary.kernel}, HZ=${String(summary.hz)}, seed ${String(summary.seed)}`
  const ended = { completed: '', failed: 'This run failed', interrupted: 'This run was interrupted' }[summary.status]
  const note = wrap(`${ended}: what follows is what was measured until then.`, page.width, '')
  return [
    `${page.paint('bold', summary.lab)}  ${plural(trialCount(summary), 'trial')}, ${time}`,
    page.paint('dim', clip(where, page.width)),
    ...[...(ended === '' ? [] : note), ...renderInterrupts(summary, page)].map((line) => page.paint('yellow', line)),
  ]
}

function renderInterrupts({ struck = 0 }: Summary, { width }: Page): string[] {
  if (struck === 0) return []
  const how = `A program in an image that is not ours spun without a system call and was interrupted ${plural(struck, 'time')}`
  return wrap(`${how}: another run with this seed may differ by some 10 ms for each.`, width, '')
}
