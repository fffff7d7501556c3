import { describe, expect, test } from 'vitest'
import { measureTrial } from '../../src/measure/trial.ts'
import type { JournalEvent } from '../../src/model/journal.ts'
import { describeOperation, type Operation } from '../../src/model/operation.ts'
import { summarize } from '../../src/report/summarize.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { storyOf } from '../../src/report/story/story.ts'
import { pageOf } from '../../src/report/text.ts'
import { renderTimeline } from '../../src/report/timeline.ts'
import { between, experimentPlan, HEAL_NS, INJECT_NS, meta, planOf, streamRecord, trialJournal } from './story.ts'
import { silence } from '../in-words.ts'

const plan = planOf([experimentPlan({ trials: 1 })])
const page = pageOf({ color: false, width: 120 })

/** The story of a journal, with the figures that its plan and it give. */
function told(events: readonly JournalEvent[], of = plan): string[] {
  const summary = summarize(of, events, meta)
  const [trial] = summary.experiments[0]?.trials ?? []
  if (trial === undefined) throw new Error('the journal has a trial')
  return renderTimeline(storyOf({ plan: of, events, measured: trial }), page)
}

const carriers = (fromNs: number, count: number): JournalEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    t: fromNs + index * 1e6,
    ev: 'state',
    watch: 'carrier',
    node: `a${String(index)}`,
    name: 'up',
    from: 'up',
    to: 'down',
  }))

describe('the story of a trial with more events than there is room for', () => {
  const journal = trialJournal({ trial: 0, outageNs: 3.1e9, reversionNs: 1e9 })
  // Forty lights go out with the fault, and forty come back with it; what explains the trial lies after each of them.
  const crowd = [...journal, ...carriers(INJECT_NS + 1e6, 40), ...carriers(HEAL_NS + 1e6, 40)].sort((a, b) => a.t - b.t)

  test('keeps what explains it: fault, detection, healing, the outages, and what ended them', () => {
    const lines = told(crowd)
    for (const decisive of [
      /FAULT/,
      /HEALED/,
      /r2 LAN: BACKUP → MASTER {3}◀ detection/,
      /web → +the first of 310 lost packets/,
      /web → +packets sent from here on arrive/,
      // The return's outage, 3 s after the healing, and the change of state before its end.
      /web → +the first of 100 lost packets/,
      /r1 LAN: BACKUP → MASTER/,
    ]) {
      expect(lines.filter((line) => decisive.test(line)).length, String(decisive)).toBeGreaterThan(0)
    }
    expect(lines.length).toBeLessThan(40)
  })

  test('counts what it leaves out, where it was', () => {
    const lines = told(crowd)
    const left = lines.flatMap((line) => /… (\d+) more events?/.exec(line)?.[1] ?? []).map(Number)
    const shown = lines.length - left.length
    expect(left.length).toBeGreaterThan(1)
    expect(shown + left.reduce((sum, count) => sum + count, 0)).toBe(told(journal).length + 80)
  })
})

test('packets that the healing set free left before it: the story says that they were sent, not that they arrived', () => {
  const freed = (['forward', 'backward'] as const).flatMap((direction) =>
    [0, 1].map((stream) => streamRecord({ direction, stream, lost: [between(INJECT_NS, HEAL_NS - 1.5e8)] })),
  )
  const lines = told(trialJournal({ trial: 0, outageNs: 1e9, instead: freed }))
  const [end] = lines.filter((line) => line.includes('web →')).slice(-1)
  expect(end).toMatch(/\+9\.8\d+ s {2}web → {4}packets sent from here on arrive/)
})

test('losses at random are one line and the longest of them, and not a line each', () => {
  const scattered = Array.from({ length: 20 }, (_, index): [number, number] => {
    const at = INJECT_NS + index * 5e8
    return between(at, at + (index === 7 ? 6e7 : 1e7))
  })
  const instead = (['forward', 'backward'] as const).flatMap((direction) =>
    [0, 1].map((stream) => streamRecord({ direction, stream, lost: direction === 'forward' ? scattered : [] })),
  )
  const lines = told(trialJournal({ trial: 0, outageNs: 1e9, instead })).filter((line) => line.includes('web →'))
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(
    /the first of 20 outages of 1 to 6 packets: 25 packets in all of each of 2 streams, scattered over/,
  )
  expect(lines[1]).toMatch(/\+3\.5\d+ s .*the first of 6 lost packets of each of 2 streams/)
})

test('the steps of a dead node are told in words, and what ran in it is off and in no state of its own', () => {
  const journal = trialJournal({ trial: 0, outageNs: 1e9 })
  const operations: readonly Operation[] = [
    { op: 'power', node: 'r1', on: false },
    { op: 'light', cable: 0, end: 'b', on: false },
    { op: 'light', cable: 2, end: 'a', on: false },
  ]
  const text = operations.map(describeOperation)
  const light: Operation = { op: 'light', cable: 2, end: 'a', on: false }
  const inject = [
    { atNs: 0, operations: [light] },
    { atNs: 1e6, operations },
  ]
  const variants = experimentPlan().variants.map((variant) => ({ ...variant, inject }))
  const off = { watch: 'vrrp', node: 'r1', name: 'LAN', from: 'MASTER', to: 'FAULT', detail: 'no power' } as const
  const lines = told(
    [
      ...journal,
      { t: INJECT_NS + 1e6, ev: 'inject', variant: 0, beforeNs: INJECT_NS + 1e6, afterNs: INJECT_NS + 2e6, text },
      { t: INJECT_NS + 2e6, ev: 'state', ...off },
    ],
    planOf([experimentPlan({ trials: 1, variants })]),
  )
  expect(lines.join('\n')).toContain('killed r1; the ends of its cables go dark')
  expect(lines.join('\n')).toContain('r1 LAN: MASTER → off, for its node has no power')
})

test('a flow takes the reason of its own silence, not that of one whose name begins like it', () => {
  const silent = [silence('a forward: b', 'forward', 'the reason of b'), silence('a', 'forward', 'the reason of a')]
  const [variant] = experimentPlan().variants
  if (variant === undefined) throw new Error('the story has a variant')
  const experiment = experimentPlan({ trials: 1, variants: [{ ...variant, windows: [], silent }] })
  const [flow] = planOf([]).flows
  if (flow === undefined) throw new Error('the story has a flow')
  const flows = ['a', 'a forward: b'].map((name) => ({ ...flow, name }))
  const streams = flows.flatMap(({ name }) =>
    (['forward', 'backward'] as const).flatMap((direction) =>
      [0, 1].map((stream) => streamRecord({ flow: name, direction, stream })),
    ),
  )
  const events = trialJournal({ trial: 0, instead: streams })
  const named = { ...planOf([experiment]), flows }
  expect(measureTrial(events, named).doubts).toEqual([])
  const text = renderTerminal(summarize(named, events, meta), named, events, { color: false, width: 100 })
  expect(text).toMatch(/\n {2}a {2}2 streams.*\n {2}→ window {3}no window: the reason of a\n/)
  expect(text).toMatch(/\n {2}a forward: b {2}2 streams.*\n {2}→ window {3}no window: the reason of b\n/)
})

test('the worst trial is that of the longest outage, whether it ended or not', () => {
  const lost = (trial: number, range: [number, number]) => {
    const streams = (['forward', 'backward'] as const).flatMap((direction) =>
      [0, 1].map((stream) => streamRecord({ direction, stream, lost: [range] })),
    )
    return trialJournal({ trial, instead: streams })
  }
  // Down for 3 s when the fault was healed, against 8 s that were over by then.
  const events = [
    ...lost(0, between(HEAL_NS - 3e9, HEAL_NS + 1e8)),
    ...lost(1, between(INJECT_NS, INJECT_NS + 8e9)),
    ...trialJournal({ trial: null }),
  ]
  // One outside its window would be shown first.
  const variants = experimentPlan().variants.map((variant) => ({ ...variant, windows: [] }))
  const two = planOf([experimentPlan({ trials: 2, variants })])
  const text = renderTerminal(summarize(two, events, meta), two, events, { color: false, width: 100 })
  expect(text).toContain('worst trial: 1 ')
  expect(text).toContain('measured 8 s ± 10 ms; never recovered in 1 of 2 trials (watched 3 s)')
})
