import { formatNs, type Ns } from '../../../model/time.ts'
import type { TrialStory } from '../../story/schema.ts'
import { element, escaped, percent, strip, title } from './element.ts'

const LANE_PX = 20

/** The stretch of a trial that a picture shows, and where the fault is in it. */
export interface Axis {
  readonly fromNs: Ns
  readonly toNs: Ns
  readonly zeroNs: Ns
  readonly healedNs: Ns | null
}

/** From a little before the fault until the watching ended; where there was none, the whole trial. */
export function axisOf({ axis: { fromNs, readyNs, zeroNs, healedNs, toNs } }: TrialStory): Axis {
  if (zeroNs === null) return { fromNs, toNs, zeroNs: fromNs, healedNs: fromNs }
  return { fromNs: Math.max(readyNs, zeroNs - 0.08 * (toNs - zeroNs)), toNs, zeroNs, healedNs }
}

/** Of an outage, or a stall, that the whole axis would show as a stroke: itself and as long again. null: the whole shows it. */
export function outageAxis({ spans }: TrialStory, whole: Axis): Axis | null {
  const ends = spans.flatMap((one) =>
    (one.is === 'outage' || one.is === 'stall') &&
    one.fromNs < (whole.healedNs ?? whole.toNs) &&
    one.toNs !== whole.zeroNs
      ? [(one.toNs ?? whole.toNs) - whole.zeroNs]
      : [],
  )
  const lengthNs = Math.max(0, ...ends)
  const allNs = whole.toNs - whole.zeroNs
  if (lengthNs === 0 || lengthNs > allNs / 4) return null
  return {
    ...whole,
    fromNs: Math.max(whole.fromNs, whole.zeroNs - 0.2 * lengthNs),
    toNs: whole.zeroNs + 1.8 * lengthNs,
  }
}

export const share = ({ fromNs, toNs }: Axis, at: Ns): number =>
  Math.min(1, Math.max(0, (at - fromNs) / Math.max(1, toNs - fromNs)))

/** With the time of the fault behind it. */
export function lane(axis: Axis, label: string, children: readonly string[], isShaded = true): string {
  const [from, to] = [share(axis, axis.zeroNs), share(axis, axis.healedNs ?? axis.toNs)]
  const shade = element('rect', {
    class: 's-fault',
    x: percent(from),
    y: 0,
    width: percent(to - from),
    height: LANE_PX,
  })
  return strip(LANE_PX, label, ...(isShaded ? [shade] : []), ...children)
}

export function bar(
  axis: Axis,
  { fromNs, toNs }: { readonly fromNs: Ns; readonly toNs: Ns | null },
  kind: string,
  said: string,
  text: string,
  inside = said,
): string {
  const [from, to] = [share(axis, fromNs), share(axis, toNs ?? axis.toNs)]
  const box = { x: percent(from), y: 0, width: percent(Math.max(0.002, to - from)), height: LANE_PX }
  return element(
    'svg',
    box,
    title(`${said}: ${span(axis, fromNs, toNs)}`),
    element('rect', { class: kind, y: 2, width: '100%', height: LANE_PX - 4 }),
    ...(to - from > 0.03 ? [element('text', { class: text, x: 4, y: 14 }, escaped(inside))] : []),
  )
}

/** `+4.7 ms to +8.05 s`, since the fault. */
const span = ({ zeroNs }: Axis, fromNs: Ns, toNs: Ns | null): string =>
  `${since(fromNs - zeroNs)} to ${toNs === null ? 'the end of watching' : since(toNs - zeroNs)}`

/** `+4.7 ms`, `−20 ms`. */
export const since = (ns: Ns): string => `${ns < 0 ? '−' : '+'}${formatNs(Math.abs(ns))}`

export function ticks(axis: Axis): string {
  const lengthNs = axis.toNs - axis.zeroNs
  const step =
    [1, 2, 5]
      .flatMap((n) => [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11].map((power) => n * power))
      .sort((a, b) => a - b)
      .find((one) => lengthNs / one <= 6) ?? lengthNs
  const at = Array.from({ length: Math.floor(lengthNs / step) + 1 }, (_, index) => index * step)
  return strip(
    LANE_PX,
    'time since the fault',
    ...at.map((ns) => {
      const x = share(axis, axis.zeroNs + ns)
      const anchor = x > 0.94 ? 'end' : x < 0.03 ? 'start' : 'middle'
      return element(
        'text',
        { class: 't-dim', x: percent(x), y: 14, 'text-anchor': anchor },
        ns === 0 ? '0' : formatNs(ns),
      )
    }),
  )
}
