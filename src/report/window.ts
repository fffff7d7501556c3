import { noWindow, silenceOf } from '../model/silence.ts'
import { formatNs, ms } from '../model/time.ts'
import type { Chapter } from './chapter.ts'
import type { Direction } from '../model/traffic.ts'
import type { ExperimentSummary } from './schema.ts'

export type WindowSummary = ExperimentSummary['windows'][number]

/** One window, or all of the variants that were taken; where theory is silent its reason. `direction` absent: of a session. */
export function windowsText(
  windows: readonly WindowSummary[],
  { planned }: Chapter,
  name: string,
  direction?: Direction,
): string {
  if (windows.length > 0) return windows.map(windowText).join('; or ')
  const silent = planned.variants.flatMap((variant) => variant.silent)
  const silence = silenceOf(silent, name, direction ?? null)
  return silence === undefined ? 'none: theory is silent' : noWindow(silence.because)
}

function windowText({ lowMs, highMs, unhealedMs, usual, because }: WindowSummary): string {
  const most =
    usual === undefined
      ? ''
      : ` (${String(usual.phases)} of ${String(usual.of)} phases: up to ${formatNs(ms(usual.highMs))})`
  const healed =
    unhealedMs === undefined
      ? ''
      : ` (cut short by the healing: without it ${unhealedMs === null ? 'never' : `up to ${formatNs(ms(unhealedMs))}`})`
  return `${formatNs(ms(lowMs))} … ${highMs === null ? 'never' : formatNs(ms(highMs))}${healed}${most}   ${because.text}`
}

/** One window around all of them. */
export function aroundAll(windows: readonly WindowSummary[]): { lowNs: number; highNs: number | null } | null {
  if (windows.length === 0) return null
  const high = Math.max(...windows.map((one) => (one.highMs === null ? Number.POSITIVE_INFINITY : ms(one.highMs))))
  return { lowNs: ms(Math.min(...windows.map((one) => one.lowMs))), highNs: Number.isFinite(high) ? high : null }
}
