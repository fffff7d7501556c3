import { median } from '../model/quantile.ts'
import { formatNs, ms } from '../model/time.ts'
import { SESSION_VERDICTS } from '../model/traffic.ts'
import { counted } from './chapter.ts'
import type { ExperimentSummary } from './schema.ts'
import { hanging, rangeText } from './text.ts'
import type { Page } from './text.ts'

/** How a session came through, over all trials, and the evidence of the worst. */
export function renderSession(name: string, experiment: ExperimentSummary, page: Page): string[] {
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
  return [
    '',
    `  ${page.paint('bold', name)}  ${page.paint('dim', 'session')}`,
    ...hanging('    measured ', measured, page.width),
    ...hanging('    evidence ', evidence, page.width).map((line) => page.paint('dim', line)),
  ]
}
