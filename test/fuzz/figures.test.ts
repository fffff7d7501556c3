import { expect, test } from 'vitest'
import { measureTrial } from '../../src/measure/trial.ts'
import type { FaultVariant } from '../../src/model/plan.ts'
import { experimentPlan, planOf, trialJournal, window, type Story } from '../report/story.ts'
import { siteOf } from './build.ts'
import type { Examination } from './examine.ts'
import { figuresOf, NONE, sumOf, type Figures } from './figures.ts'
import { figuresText } from './report.ts'
import type { RunTrial } from './run.ts'
import { silence } from '../in-words.ts'

const { topology } = siteOf({ generator: 'gatewayPair', options: {} })
const [said] = experimentPlan().variants

/** A lab whose theory speaks for the way there alone, and these trials of it. */
function examined(stories: readonly Partial<Story>[], changes: Partial<FaultVariant> = {}): Examination {
  if (said === undefined) throw new Error('the story has a variant')
  const silent = [silence('web', 'backward', 'r2:lan is active where r1 is not')]
  const plan = planOf([experimentPlan({ variants: [{ ...said, windows: [window], silent, ...changes }] })])
  const trials = stories.map((story, index): RunTrial => {
    const events = trialJournal({ trial: index, ...story })
    const measure = measureTrial(events, plan)
    return {
      index,
      phase: 0,
      journal: '',
      events,
      measure,
      failure: null,
      wallMs: 0,
      isKept: false,
      disagreements: null,
    }
  })
  const none = { control: null, again: null, captured: null, warnings: [], findings: [] }
  return { seed: 1, plan, topology, trials, ...none }
}

const lastLine = (figures: Figures): string => figuresText(figures).split('\n').at(-1) ?? ''

// The window of the story is 2.61 to 3.61 s.
const SHORT = { outageNs: 2.7e9 }
const LONG = { outageNs: 3.5e9 }

test('the share of a window that the trials reached lies between their shortest and longest outage', () => {
  const { reached } = figuresOf(examined([SHORT, LONG]))
  expect(reached).toEqual({ VRRPvN: [0.8] })
})

test('one trial reaches nothing, nor does a trial that does not count; a window without a top has no share', () => {
  expect(figuresOf(examined([SHORT])).reached).toEqual({})
  expect(figuresOf(examined([SHORT, { ...LONG, without: ['gate'] }])).reached).toEqual({})
  expect(figuresOf(examined([SHORT, LONG], { windows: [{ ...window, highNs: null }] })).reached).toEqual({})
})

test('what is silent is counted by its reason, whatever the nodes are called and the times are', () => {
  const silent = [silence('web', 'backward', 'r2:lan waits 3 s'), silence('web', 'forward', 'r1:wan waits 250 ms')]
  expect(figuresOf(examined([], { windows: [], silent }))).toMatchObject({ spoken: 0, silent: { '… waits N': 2 } })
})

test('a lab with findings is one finding, and a trial without a figure is counted by its doubt', () => {
  const both = [1, 2].map((trial) => ({ kind: 'window above', trial, text: '' }))
  const figures = figuresOf({ ...examined([SHORT, { ...LONG, without: ['gate'] }]), findings: both })
  expect(figures).toMatchObject({ findings: 1, trials: 2, doubtful: { 'the gate was never reached': 1 } })
})

test('the last line has the sums of all labs, for programs', () => {
  const first = figuresOf(examined([SHORT, LONG]))
  const second = figuresOf({
    ...examined([SHORT, { outageNs: 3.3e9 }], { silent: [] }),
    findings: [{ kind: 'repeat', trial: 0, text: '' }],
  })
  // 1 of 3 directions is silent; the trials reached 0.8 and 0.6 of their windows.
  expect(lastLine(sumOf(first, second))).toBe('fuzz: 2 labs, 4 trials, 1 findings, 33.3 % silent, tightness 0.70')
  expect(lastLine(NONE)).toBe('fuzz: 0 labs, 0 trials, 0 findings, 0 % silent, tightness unknown')
})
