import { formatNs, type Ns } from '../model/time.ts'
import type { StorySpan, TrialStory } from '../report/story/schema.ts'

/** A stretch of a trial, and where the fault is in it; instants of the lab's clock. */
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
export function outageAxis(story: TrialStory, whole: Axis): Axis | null {
  const lengthNs = outageNs(story, whole)
  const allNs = whole.toNs - whole.zeroNs
  if (lengthNs === 0 || lengthNs > allNs / 4) return null
  return {
    ...whole,
    fromNs: Math.max(whole.fromNs, whole.zeroNs - 0.2 * lengthNs),
    toNs: whole.zeroNs + 1.8 * lengthNs,
  }
}

/** From the fault until the last outage or stall ended that began before the healing; 0: there was none. */
export const outageNs = (story: TrialStory, axis: Axis): Ns =>
  Math.max(0, ...outagesOn(story, axis).map(({ toNs }) => (toNs ?? axis.toNs) - axis.zeroNs))

/** When the first of them began, no earlier than the fault; there is one. */
export const outageStartNs = (story: TrialStory, axis: Axis): Ns =>
  outagesOn(story, axis).reduce((first, { fromNs }) => Math.min(first, Math.max(fromNs, axis.zeroNs)), Infinity)

type Hit = Extract<StorySpan, { is: 'outage' | 'stall' }>

const outagesOn = ({ spans }: TrialStory, { zeroNs, healedNs, toNs }: Axis): readonly Hit[] =>
  spans.flatMap((one) =>
    (one.is === 'outage' || one.is === 'stall') && one.fromNs < (healedNs ?? toNs) && one.toNs !== zeroNs ? [one] : [],
  )

export const share = ({ fromNs, toNs }: Pick<Axis, 'fromNs' | 'toNs'>, at: Ns): number =>
  Math.min(1, Math.max(0, (at - fromNs) / Math.max(1, toNs - fromNs)))

/** `+4.7 ms`, `−20 ms`. */
const since = (ns: Ns): string => `${ns < 0 ? '−' : '+'}${formatNs(Math.abs(ns))}`

/** `0`, `+4.7 ms`. */
export const instantText = (ns: Ns): string => (ns === 0 ? '0' : since(ns))

/** `+4.7 ms to +8.05 s`, since the fault. */
export const spanText = ({ zeroNs }: Pick<Axis, 'zeroNs'>, fromNs: Ns, toNs: Ns | null): string =>
  `${instantText(fromNs - zeroNs)} to ${toNs === null ? 'the end of watching' : instantText(toNs - zeroNs)}`

const STEPS = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11].flatMap((power) => [1, 2, 5].map((n) => n * power))
const MOST_TICKS = 7

/** Round instants on the axis, as time since the fault. */
export function ticksOf({ fromNs, toNs, zeroNs }: Axis): readonly { readonly atNs: Ns; readonly text: string }[] {
  const step = STEPS.find((one) => (toNs - fromNs) / one <= MOST_TICKS) ?? toNs - fromNs
  const first = Math.ceil((fromNs - zeroNs) / step)
  const count = Math.floor((toNs - zeroNs) / step) - first + 1
  return Array.from({ length: count }, (_, index) => {
    const ns = (first + index) * step
    return { atNs: zeroNs + ns, text: ns === 0 ? '0' : ns < 0 ? since(ns) : formatNs(ns) }
  })
}
