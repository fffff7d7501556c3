import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import lab from '../../labs/vlan-missing.lab.ts'
import { splitTrials } from '../../src/journal/trials.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { readRun } from '../../src/report/folder.ts'
import type { StorySpan } from '../../src/report/story/schema.ts'
import { storyOf } from '../../src/report/story/story.ts'
import { summarize } from '../../src/report/summarize.ts'
import { renderTerminal } from '../../src/report/terminal.ts'

/** The journal of that lab, with a plan that has its model: sw2 lacks VLAN 10, and nobody knows until the bond moves there. */
const recorded = readRun(fileURLToPath(new URL('../fixtures/recorded/schema-1', import.meta.url)))
const { plan } = buildPlan(lab, 'vlan-missing', { hz: recorded.meta.hz, trials: 2 })
const summary = summarize(plan, recorded.events, recorded.meta)
const [, events = []] = splitTrials(recorded.events)
const [measured] = summary.experiments[0]?.trials ?? []
if (measured === undefined) throw new Error('the first experiment has trials')
const story = storyOf({ plan, events, measured })
const zero = story.axis.zeroNs ?? NaN

const ways = story.spans.filter((span): span is Extract<StorySpan, { is: 'way' }> => span.is === 'way')
const told = ways
  .filter(({ direction }) => direction === 'forward')
  .map(({ hole, toNs, agrees }) => [
    hole?.because.rule ?? 'arrives',
    hole?.node,
    Math.round((toNs - zero) / 1e6),
    agrees,
  ])

test('packets go by the active leg, end at the dark cable, and then at the port that lacks the VLAN until the fault is healed', () => {
  // Journal: the bond moves 55 ms after the cut, and is back on its primary 5.005 s after it; watched for 10 s more.
  expect(told).toEqual([
    ['arrives', undefined, 0, true],
    ['dark', 'host', 55, true],
    ['vlan-missing', 'sw2', 5005, true],
    ['arrives', undefined, expect.any(Number), true],
  ])
})

test('the way passes both ends of each cable in order', () => {
  const [first] = ways
  expect(first?.passes.map((end) => `${end.node}:${end.interface}`)).toEqual([
    'host:eth0',
    'sw1:eth1',
    'sw1:eth3',
    'server:eth0',
  ])
})

test('a missed target says where its packets ended, on the terminal too', () => {
  const [target] = summary.experiments[0]?.targets ?? []
  const hole = target?.holes.find(
    ({ direction, because }) => direction === 'forward' && because.rule === 'vlan-missing',
  )
  expect(hole).toMatchObject({ flow: 'app', at: { node: 'sw2', interface: 'eth1' } })
  const text = renderTerminal(summary, plan, recorded.events, { color: false, width: 120 })
  expect(text).toContain(
    '→ 55.4 ms to 5.01 s after the fault of trial 0: sw2:eth1 does not carry the VLAN of the packets',
  )
  expect(target?.holes).toHaveLength(5)
  expect(text).toContain('… 2 more in summary.json')
})

test('what packets do not bear out is unknown', () => {
  const untouched = { ...measured, flows: measured.flows.map((flow) => ({ ...flow, outages: [] })) }
  const spans = storyOf({ plan, events, measured: untouched }).spans
  const hole = spans.find((span) => span.is === 'way' && span.hole?.because.rule === 'vlan-missing')
  expect(hole).toMatchObject({ agrees: false })
})
