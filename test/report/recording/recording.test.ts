import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readRun } from '../../../src/report/folder.ts'
import { fromBothEnds } from '../../../src/report/recording/both-ends.ts'
import { readPcap, type CapturedFrame } from '../../../src/report/recording/pcap.ts'
import type { RecordedFrame } from '../../../src/report/recording/pcapng.ts'
import { remarked, remarksOf } from '../../../src/report/recording/remarks.ts'
import { storiesOf } from '../../../src/report/story/stories.ts'
import { summarize } from '../../../src/report/summarize.ts'

const frame = (atNs: number, text: string): CapturedFrame => {
  const bytes = Buffer.from(text)
  return { atNs, bytes, lengthBytes: bytes.length }
}

const shown = (a: CapturedFrame[], b: CapturedFrame[]): string[] =>
  fromBothEnds(a, b).map(({ atNs, bytes, onlyAt }) => `${String(atNs)} ${bytes.toString()} ${onlyAt ?? 'both'}`)

describe('a cable of two captures', () => {
  test('has a frame once that both ends saw, with the earlier stamp, whichever end sent it', () => {
    expect(shown([frame(10, 'x'), frame(40, 'y')], [frame(12, 'x'), frame(30, 'y')])).toEqual([
      '10 x both',
      '30 y both',
    ])
  })

  test('has each of two that are alike', () => {
    expect(shown([frame(10, 'x'), frame(20, 'x')], [frame(10, 'x'), frame(20, 'x')])).toEqual([
      '10 x both',
      '20 x both',
    ])
  })

  test('names the end of what was lost, also among others of the same bytes', () => {
    const [second, third] = [1e9, 2e9]
    const a = [frame(0, 'hello'), frame(second, 'hello'), frame(third, 'hello')]
    expect(shown(a, [frame(0, 'hello'), frame(third, 'hello')])).toEqual([
      '0 hello both',
      '1000000000 hello a',
      '2000000000 hello both',
    ])
    expect(shown([frame(third, 'hello')], [frame(0, 'hello'), frame(third, 'hello')])).toEqual([
      '0 hello b',
      '2000000000 hello both',
    ])
  })

  test('keeps what an impairment delays or changes as it was seen at each end', () => {
    expect(shown([frame(0, 'x'), frame(5, 'y')], [frame(50e6, 'x'), frame(5, 'Y')])).toEqual([
      '0 x a',
      '5 y a',
      '5 Y b',
      '50000000 x b',
    ])
  })
})

test('a capture that was cut short gives its whole frames', () => {
  const file = Buffer.alloc(24 + 16 + 4 + 16 + 1)
  file.writeUInt32LE(0xa1_b2_3c_4d, 0)
  for (const [at, seconds] of [
    [24, 1003],
    [44, 1004],
  ] as const) {
    file.writeUInt32LE(seconds, at)
    file.writeUInt32LE(7, at + 4)
    file.writeUInt32LE(4, at + 8)
    file.writeUInt32LE(60, at + 12)
  }
  expect(readPcap(file, 1000)).toEqual([{ atNs: 3_000_000_007, bytes: Buffer.alloc(4), lengthBytes: 60 }])
  expect(() => readPcap(Buffer.from('no capture'), 0)).toThrow('a capture is a pcap file with stamps in nanoseconds')
})

test('the first frame since the fault, its detection and its healing has the comment', () => {
  const {
    plan,
    events: journal,
    meta,
  } = readRun(fileURLToPath(new URL('../../fixtures/recorded/composed', import.meta.url)))
  const stories = [...storiesOf({ plan, journal, summary: summarize(plan, journal, meta) })]
  const story = stories.at(-1)
  if (story === undefined) throw new Error('no story')
  const { zeroNs, healedNs } = story.axis
  const remarks = remarksOf(story)
  expect(remarks.map(({ text }) => text)).toEqual([
    'fault: r1:lan--sw1:eth3: cut: both ends lose carrier',
    'detection: r2 LAN is MASTER (web)',
    'detection: r2 WAN is MASTER (web)',
    'healed',
  ])
  expect([remarks[0]?.atNs, remarks.at(-1)?.atNs]).toEqual([zeroNs, healedNs])
  const at = (atNs: number): RecordedFrame => ({
    on: 0,
    atNs,
    bytes: Buffer.alloc(0),
    lengthBytes: 0,
    comments: ['own'],
  })
  const frames = [at((zeroNs ?? 0) - 1), at(zeroNs ?? 0), at((healedNs ?? 0) - 2e6)]
  expect(remarked(frames, remarks).map(({ comments }) => comments)).toEqual([
    ['own'],
    ['fault: r1:lan--sw1:eth3: cut: both ends lose carrier (now)', 'own'],
    [
      expect.stringMatching(/^detection: r2 LAN is MASTER \(web\) \(.* before this frame\)$/),
      expect.stringMatching(/^detection: r2 WAN is MASTER \(web\) \(.* before this frame\)$/),
      'healed (2 ms after this frame)',
      'own',
    ],
  ])
})
