import { expect, test } from 'vitest'
import { axisOf } from '../../src/page/axis.ts'
import { flowLanes } from '../../src/page/flow-lanes.ts'
import { visible } from '../../src/page/visible.ts'
import type { TrialStory } from '../../src/report/story/schema.ts'
import { vlanMissingTrial } from './told.ts'

const { story } = await vlanMissingTrial()
const whole = axisOf(story)
const [stream] = story.streams
if (stream === undefined) throw new Error('the trial has streams')

/** What the lane of the first stream shows on its whole axis, in order of time. */
function shown(changes: Partial<TrialStory['streams'][number]>): readonly (readonly [string, string])[] {
  const streams = [{ ...stream, lost: [], ...changes }] as TrialStory['streams']
  const [first] = flowLanes({ ...story, streams }, whole)
  const bars = visible(first?.lane.bars ?? [], whole).filter(({ inside }) => inside !== '')
  return bars.toSorted((a, b) => a.fromNs - b.fromNs).map(({ kind, inside }) => [kind, inside])
}

/** Packets of the first second after the fault; 10 ms lie between two. */
const first = Math.ceil((whole.zeroNs - stream.firstNs) / stream.stepNs)

/** Its two streams fared alike. */
const each = ' of each of 2 streams'

test('packets that came late are told from those that never came', () => {
  const lost: [number, number][] = [[first, first + 99]]
  expect(shown({ lost })).toEqual([['missed', `100 lost${each}, 1 s`]])
  expect(shown({ lost, overdue: [[first + 50, first + 59]] })).toEqual([
    ['missed', `50 lost${each}, 500 ms`],
    ['bad', `10 late${each}, 100 ms`],
    ['missed', `40 lost${each}, 400 ms`],
  ])
  expect(shown({ lost, overdue: lost })).toEqual([['bad', `100 late${each}, 1 s`]])
})

test('duplicates are there, and losses that no eye could tell apart are one bar', () => {
  expect(shown({ duplicated: [[first, 1]] })).toEqual([['waits', `1 duplicated${each}, 10 ms`]])
  const alternate = Array.from({ length: 400 }, (_, at): [number, number] => [first + 2 * at, first + 2 * at])
  expect(shown({ lost: alternate })).toEqual([['missed', `400 lost${each}`]])
})

test('what one stream lost is told from what each of them lost', () => {
  const [one, other] = [
    {
      ...stream,
      streams: [0],
      overdue: [],
      duplicated: [],
      lost: [
        [first, first + 99],
        [first + 200, first + 249],
      ],
    },
    { ...stream, streams: [1], overdue: [], duplicated: [], lost: [[first, first + 99]] },
  ] as unknown as TrialStory['streams']
  const told = { ...story, streams: [one, other] as TrialStory['streams'] }
  const bars = flowLanes(told, whole)[0]?.lane.bars.map(({ inside }) => inside)
  expect(bars).toEqual(['', '100 lost of each of 2 streams, 1 s', '50 lost of the worst of 2 streams, 500 ms'])
  const alone = flowLanes({ ...story, streams: [one] as TrialStory['streams'] }, whole)[0]?.lane.bars[1]?.inside
  expect(alone).toBe('100 lost, 1 s')
})
