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

test('packets that came late are told from those that never came', () => {
  const lost: [number, number][] = [[first, first + 99]]
  expect(shown({ lost })).toEqual([['missed', '100 lost, 1 s']])
  expect(shown({ lost, overdue: [[first + 50, first + 59]] })).toEqual([
    ['missed', '50 lost, 500 ms'],
    ['bad', '10 late, 100 ms'],
    ['missed', '40 lost, 400 ms'],
  ])
  expect(shown({ lost, overdue: lost })).toEqual([['bad', '100 late, 1 s']])
})

test('duplicates are there, and losses that no eye could tell apart are one bar', () => {
  expect(shown({ duplicated: [[first, 1]] })).toEqual([['waits', '1 duplicated, 10 ms']])
  const alternate = Array.from({ length: 400 }, (_, at): [number, number] => [first + 2 * at, first + 2 * at])
  expect(shown({ lost: alternate })).toEqual([['missed', '400 lost']])
})
