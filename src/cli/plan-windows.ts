import { groupBy } from '../model/group-by.ts'
import { noWindow, type Silence } from '../model/silence.ts'
import { reasonText } from '../model/reason.ts'
import { formatNs } from '../model/time.ts'
import type { Window } from '../model/window.ts'

/** Windows that are the same for several directions or flows, once. */
export interface ShownWindow {
  /** `web both ways, voice forward`, `ssh stall`. */
  readonly on: string
  /** `2.61 s to 3.61 s`. */
  readonly range: string
  readonly because: string
  readonly source: string
  /** Names of the timers that decide where in it an outage falls. */
  readonly timers: readonly string[]
}

export const shownWindows = (windows: readonly Window[]): ShownWindow[] =>
  groupBy(windows, (window) => `${rangeText(window)} ${reasonText(window.because)} ${window.source}`).flatMap(
    (same) => {
      const [first] = same
      if (first === undefined) return []
      const on = onText(same.map(({ on: name, direction = null }) => ({ on: name, direction })))
      return [
        { on, range: rangeText(first), because: reasonText(first.because), source: first.source, timers: first.timers },
      ]
    },
  )

/** `web both ways: no window: its path is impaired, and an impairment has no timer`, once for each reason. */
export const silenceLines = (silent: readonly Silence[]): string[] =>
  groupBy(silent, ({ because }) => reasonText(because)).flatMap((same) =>
    same[0] === undefined ? [] : [`${onText(same)}: ${noWindow(same[0].because)}`],
  )

/** Names with their directions; null: of a session. */
const onText = (all: readonly Pick<Silence, 'on' | 'direction'>[]): string =>
  groupBy(all, ({ on }) => on)
    .map((same) => {
      const directions = new Set(same.map(({ direction }) => direction ?? 'stall'))
      return `${same[0]?.on ?? ''} ${directions.size > 1 ? 'both ways' : [...directions].join('')}`
    })
    .join(', ')

function rangeText(window: Window): string {
  const { usual } = window
  if (usual === undefined) return allText(window)
  return `${allText(window)}, in ${String(usual.phases)} of ${String(usual.of)} phases up to ${formatNs(usual.highNs)}`
}

function allText({ lowNs, highNs, unhealedNs }: Window): string {
  const without = unhealedNs == null ? 'for ever' : `up to ${formatNs(unhealedNs)}`
  if (highNs === null) return unhealedNs === undefined ? 'for ever' : `until the healing, without it ${without}`
  const range = `${formatNs(lowNs)} to ${formatNs(highNs)}`
  return unhealedNs === undefined ? range : `${range}, without the healing ${without}`
}
