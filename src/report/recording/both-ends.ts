import type { Ns } from '../../model/time.ts'
import type { CapturedFrame } from './pcap.ts'

/** What passes a cable is seen at both of its ends within so long; what an impairment delays is seen later at the far one. */
const SAME_NS: Ns = 1e6

/** A frame on a cable. */
export interface CableFrame extends CapturedFrame {
  /** The end at which alone it was seen then; null: at both. */
  readonly onlyAt: 'a' | 'b' | null
}

/**
 * The frames of one cable from the captures of its two ends, in order of time. The same bytes at both ends within a millisecond are one frame,
 * with the earlier stamp; all else stays apart, and has the end at which it was seen: what the cable lost, delayed or changed.
 */
export function fromBothEnds(a: readonly CapturedFrame[], b: readonly CapturedFrame[]): CableFrame[] {
  const waiting = new Map<string, CapturedFrame[]>()
  for (const frame of b) {
    const key = keyOf(frame)
    const same = waiting.get(key)
    if (same === undefined) waiting.set(key, [frame])
    else same.push(frame)
  }
  const frames: CableFrame[] = []
  const missed = new Map<CapturedFrame[], number>()
  for (const frame of a) {
    const same = waiting.get(keyOf(frame)) ?? []
    let next = missed.get(same) ?? 0
    for (; (same[next]?.atNs ?? Infinity) < frame.atNs - SAME_NS; next++)
      frames.push(...same.slice(next, next + 1).map((one) => ({ ...one, onlyAt: 'b' as const })))
    const other = same[next]
    const isSeenTwice = other !== undefined && other.atNs <= frame.atNs + SAME_NS
    if (isSeenTwice) frames.push({ ...frame, atNs: Math.min(frame.atNs, other.atNs), onlyAt: null })
    else frames.push({ ...frame, onlyAt: 'a' })
    missed.set(same, isSeenTwice ? next + 1 : next)
  }
  for (const same of waiting.values())
    for (const frame of same.slice(missed.get(same) ?? 0)) frames.push({ ...frame, onlyAt: 'b' })
  return frames.sort((one, other) => one.atNs - other.atNs)
}

const keyOf = ({ bytes }: CapturedFrame): string => bytes.toString('latin1')
