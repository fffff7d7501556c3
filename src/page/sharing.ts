import type { Ns } from '../model/time.ts'
import type { StorySpan, TrialStory } from '../report/story/schema.ts'

type Stream = TrialStory['streams'][number]
type Ranges = Stream['lost']

/** Figures are those of the worst stream: of how many, and whether each of them fared so. */
export interface Sharing {
  readonly streams: number
  readonly isAlike: boolean
}

/** Of one direction of a flow, between two instants; null: to the end. `counted`: packets of each of `own`, in order. */
export function sharingOf(
  own: readonly Stream[],
  fromNs: Ns,
  toNs: Ns | null,
  ...counted: readonly (readonly Ranges[])[]
): Sharing {
  const streams = own.reduce((sum, one) => sum + one.streams.length, 0)
  // What fared alike is one entry, and a flow has thousands of losses.
  if (own.length < 2) return { streams, isAlike: true }
  const counts = own.map((one, at) => counted.map((of) => String(count(one, of[at] ?? [], fromNs, toNs))).join(' '))
  return { streams, isAlike: new Set(counts).size === 1 }
}

/** Those that left within it. */
function count({ firstNs, stepNs }: Stream, ranges: Ranges, fromNs: Ns, toNs: Ns | null): number {
  const first = Math.ceil((fromNs - firstNs) / stepNs)
  const end = toNs === null ? Number.POSITIVE_INFINITY : Math.ceil((toNs - firstNs) / stepNs)
  let sum = 0
  for (let at = firstSince(ranges, first); at < ranges.length; at++) {
    const [from, to] = ranges[at] ?? [end, end]
    if (from >= end) break
    sum += Math.min(to + 1, end) - Math.max(from, first)
  }
  return sum
}

/** The first range that ends at this packet or later. */
function firstSince(ranges: Ranges, packet: number): number {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.[1] ?? packet) < packet) low = middle + 1
    else high = middle
  }
  return low
}

/** Of the packets of an outage. */
export function outageShare({ streams }: TrialStory, outage: Extract<StorySpan, { is: 'outage' }>): string {
  const own = streams.filter(({ flow, direction }) => flow === outage.flow && direction === outage.direction)
  const [lost, overdue] = [own.map((one) => one.lost), own.map((one) => one.overdue)]
  return sharedText(sharingOf(own, outage.fromNs, outage.toNs, lost, overdue))
}

/** ` of each of 2 streams`, ` of the worst of 2 streams`; of one alone nothing. */
export function sharedText({ streams, isAlike }: Sharing): string {
  if (streams < 2) return ''
  return isAlike ? ` of each of ${String(streams)} streams` : ` of the worst of ${String(streams)} streams`
}
