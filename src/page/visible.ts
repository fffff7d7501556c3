import { spanText, type Axis } from './axis.ts'
import type { Bar } from './lane.ts'

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
    if (last?.packets !== undefined && bar.packets !== undefined && bar.fromNs - (last.toNs ?? endNs) <= closeNs)
      shown[shown.length - 1] = joined(last, { ...bar, packets: bar.packets }, last.packets, axis)
    else shown.push(bar)
  }
  return shown
}

function joined(a: Bar, b: Bar & { readonly packets: number }, before: number, axis: Axis): Bar {
  const packets = before + b.packets
  const inside = `${String(packets)} lost`
  return { ...a, toNs: b.toNs, packets, inside, said: `${inside}: ${spanText(axis, a.fromNs, b.toNs)}` }
}
