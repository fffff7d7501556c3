import { median } from '../model/quantile.ts'
import { formatNs, ms } from '../model/time.ts'
import { SESSION_VERDICTS } from '../model/traffic.ts'
import { counted, type Chapter } from './chapter.ts'
import { renderDistribution } from './distribution.ts'
import type { ExperimentSummary } from './schema.ts'
import { hanging, rangeText } from './text.ts'
import type { Page } from './text.ts'
import { aroundAll, windowsText, type WindowSummary } from './window.ts'

/** How a session came through, over all trials, and the evidence of the worst. */
export function renderSession(name: string, chapter: Chapter, page: Page): string[] {
  const { experiment } = chapter
  const own = counted(experiment).flatMap((trial) => trial.sessions.filter((session) => session.name === name))
  if (own.length === 0) return []
  const verdicts = [...SESSION_VERDICTS, 'unknown'].map((verdict) => ({
    verdict,
    in: own.filter((one) => one.verdict === verdict),
  }))
  const seen = verdicts.filter((one) => one.in.length > 0)
  const stalls = own.map((session) => ms(session.stallMs))
  const silent = own.flatMap(({ stallAtLeastMs }) => (stallAtLeastMs === null ? [] : [ms(stallAtLeastMs)]))
  const stall =
    [
      ...(stalls.some((ns) => ns > 0)
        ? [`stall ${rangeText(stalls)}, median ${formatNs(Math.round(median(stalls)))}`]
        : []),
      ...(silent.length > 0 ? [`silent to the end in ${String(silent.length)}, for ${rangeText(silent)}`] : []),
    ].join('; ') || 'no stall'
  const measured = `${seen.map((one) => `${one.verdict} in ${String(one.in.length)}`).join(', ')}; ${stall}`
  const evidence = seen.at(-1)?.in[0]?.evidence.join(', ') ?? ''
  const windows = windowsOf(experiment, name)
  return [
    '',
    `  ${page.paint('bold', name)}  ${page.paint('dim', 'session')}`,
    ...hanging('    window   ', windowsText(windows, chapter, name), page.width).map((line) =>
      page.paint('cyan', line),
    ),
    ...hanging('    measured ', measured, page.width),
    ...hanging('    evidence ', evidence, page.width).map((line) => page.paint('dim', line)),
    ...renderPlot(name, chapter, page),
  ]
}

const windowsOf = ({ windows }: ExperimentSummary, name: string): readonly WindowSummary[] =>
  windows.filter(({ on, direction }) => on === name && direction === undefined)

/** The longest stall of each trial; nothing where a session was silent to the end. */
function renderPlot(name: string, { experiment, planned }: Chapter, page: Page): string[] {
  const own = counted(experiment).flatMap((trial) => trial.sessions.filter((session) => session.name === name))
  const stalls = own.map(({ stallMs }) => ms(stallMs))
  if (own.some(({ stallAtLeastMs }) => stallAtLeastMs !== null) || stalls.length < 2 || Math.max(...stalls) === 0)
    return []
  const bounds = planned.targets.flatMap((target) =>
    target.on === name && target.metric === 'stall' ? [target.bound.limitNs] : [],
  )
  const window = aroundAll(windowsOf(experiment, name))
  const caption = `longest stall of ${String(stalls.length)} trials, sorted`
  return [
    '',
    ...renderDistribution({ outagesNs: stalls, window, boundsNs: [...new Set(bounds)] }, page),
    page.paint('dim', `${' '.repeat(14)}${caption}`),
  ]
}
