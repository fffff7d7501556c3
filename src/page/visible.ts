import { spanText, type Axis } from './axis.ts'
import type { Bar } from './lane.ts'
import { sharedText } from './sharing.ts'

/** Of an axis: bars of packets that are closer are drawn as one. */
const CLOSE = 1 / 1500

/** The bars that an axis shows. */
export function visible(bars: readonly Bar[], axis: Axis): readonly Bar[] {
  const closeNs = (axis.toNs - axis.fromNs) * CLOSE
  const shown: Bar[] = []
  for (const bar of bars) {
    const endNs = bar.toNs ?? axis.toNs
    if (endNs < axis.fromNs || bar.fromNs > axis.toNs) continue
    const last = shown.at(-1)
    const isClose = bar.fromNs - (last?.toNs ?? endNs) <= closeNs
    const both = last === undefined || !isClose ? null : joined(last, bar, axis)
    if (both === null) shown.push(bar)
    else shown[shown.length - 1] = both
  }
  return shown
}

/** null: they are not of packets that fared the same. */
function joined(a: Bar, b: Bar, axis: Axis): Bar | null {
  const [before, after] = [a.packets, b.packets]
  if (before === undefined || after === undefined || before.word !== after.word) return null
  const { word, streams } = before
  const count = before.count + after.count
  const isAlike = before.isAlike && after.isAlike
  const inside = `${String(count)} ${word}${sharedText({ streams, isAlike })}`
  return {
    ...a,
    toNs: b.toNs,
    packets: { count, word, streams, isAlike },
    inside,
    said: `${inside}: ${spanText(axis, a.fromNs, b.toNs)}`,
  }
}
