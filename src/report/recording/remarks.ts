import { formatNs, type Ns } from '../../model/time.ts'
import type { TrialStory } from '../story/schema.ts'
import type { RecordedFrame } from './pcapng.ts'

/** What a reader of frames wants to find: the fault, its detection, its healing. */
export interface Remark {
  readonly atNs: Ns
  readonly text: string
}

/** In order of time. */
export function remarksOf({ spans, points, operations }: TrialStory): Remark[] {
  const [fault] = spans.flatMap((span) => (span.is === 'fault' ? [`${span.on}: ${span.effect}`] : []))
  const remarks = [
    ...operations.map(({ what, batch, beforeNs, text }): Remark => {
      if (what === 'heal') return { atNs: beforeNs, text: 'healed' }
      return { atNs: beforeNs, text: batch === 0 ? `fault: ${fault ?? ''}` : `fault goes on: ${text.join('; ')}` }
    }),
    ...points.flatMap((point): Remark[] =>
      point.is === 'detection'
        ? [
            {
              atNs: point.atNs,
              text: `detection: ${point.node} ${point.name} is ${point.state} (${point.on.join(', ')})`,
            },
          ]
        : [],
    ),
  ]
  return remarks.sort((a, b) => a.atNs - b.atNs)
}

/** A remark belongs to a frame: the first one since then, on whatever cable; where none follows, the last one. */
export function remarked(frames: readonly RecordedFrame[], remarks: readonly Remark[]): RecordedFrame[] {
  const comments = new Map<number, string[]>()
  for (const { atNs, text } of remarks) {
    const next = frames.findIndex((frame) => frame.atNs >= atNs)
    const at = next === -1 ? frames.length - 1 : next
    const gap = (frames[at]?.atNs ?? atNs) - atNs
    const when = gap === 0 ? 'now' : `${formatNs(Math.abs(gap))} ${gap > 0 ? 'before' : 'after'} this frame`
    comments.set(at, [...(comments.get(at) ?? []), `${text} (${when})`])
  }
  return frames.map((frame, at) => ({ ...frame, comments: [...(comments.get(at) ?? []), ...frame.comments] }))
}
