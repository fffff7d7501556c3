import { describe, expect, test } from 'vitest'
import type { SessionMeasure, TrialMeasure } from '../../src/model/measure.ts'
import type { Target } from '../../src/model/target.ts'
import { SESSION_VERDICTS, type SessionVerdict } from '../../src/model/traffic.ts'
import { every } from '../report/story.ts'
import { trial, verdictOf } from './trials.ts'
import { worded } from '../../src/model/reason.ts'

describe('sessions', () => {
  const session = (verdict: SessionMeasure['verdict']): SessionMeasure => ({
    name: 'ssh',
    verdict,
    atBest: verdict === 'dead' || verdict === 'unknown' ? 'survived' : verdict,
    because: verdict === 'dead' || verdict === 'unknown' ? worded('it is silent') : null,
    stallNs: 1e9,
    faultStallNs: 1e9,
    returnStallNs: 0,
    stallAtLeastNs: verdict === 'dead' || verdict === 'unknown' ? 2e9 : null,
    errorNs: 1e8,
    evidence: ['evidence'],
  })
  const atLeast = (verdict: SessionVerdict): Target => ({
    on: 'ssh',
    text: `atLeast ${verdict}`,
    metric: 'atLeast',
    atLeast: verdict,
  })
  const withSession = (...verdicts: readonly SessionMeasure['verdict'][]): TrialMeasure[] =>
    verdicts.map((verdict, index) => trial(index, [], { sessions: [session(verdict)] }))

  test('are judged by their order, from untouched to dead', () => {
    for (const wanted of SESSION_VERDICTS) {
      for (const got of SESSION_VERDICTS) {
        const met = SESSION_VERDICTS.indexOf(got) <= SESSION_VERDICTS.indexOf(wanted)
        expect(verdictOf(atLeast(wanted), withSession('untouched', got)).verdict).toBe(met ? 'met' : 'missed')
      }
    }
  })
  test('that the control, which has no fault, loses as well are unknown, and not missed', () => {
    const judged = (control: SessionMeasure['verdict'], target = atLeast('survived')) =>
      verdictOf(target, withSession('dead'), { control: trial(-1, [], { sessions: [session(control)] }) })
    expect(judged('dead')).toMatchObject({
      verdict: 'unknown',
      because: 'the control, which has no fault, is dead too: it is not the fault that does it',
    })
    // A control that comes off well enough is no excuse.
    expect(judged('survived').verdict).toBe('missed')
  })
  test('say what the return cost, and that no target binds it unless one binds their stall', () => {
    const costly = { ...session('survived'), stallNs: 9e9, returnStallNs: 9e9 }
    const trials = [0, 1].map((index) => trial(index, [], { sessions: [costly] }))
    const text = 'the return cost a stall of 9 s'
    expect(verdictOf(atLeast('survived'), trials)).toMatchObject({
      verdict: 'met',
      returned: { text, isUnbound: true },
    })
    const stall = every('ssh', 'stall', 10e9)
    expect(verdictOf(stall, trials).returned).toEqual({ text, isUnbound: false })
    expect(verdictOf(atLeast('survived'), trials, { beside: [stall] }).returned).toEqual({ text, isUnbound: false })
    expect(verdictOf(atLeast('survived'), withSession('survived')).returned?.text).toBe('the return cost nothing')
    expect(verdictOf(atLeast('survived'), withSession('dead')).returned).toBeNull()
  })
  test('that were not measured are unknown', () => {
    expect(verdictOf(atLeast('dead'), [trial(0, [])]).verdict).toBe('unknown')
    expect(verdictOf(atLeast('dead'), [...withSession('untouched'), trial(1, [])]).verdict).toBe('unknown')
  })
  test('that TCP may still bring back are unknown, unless they are too bad already', () => {
    expect(verdictOf(atLeast('survived'), withSession('survived', 'unknown'))).toMatchObject({
      verdict: 'unknown',
      because: 'trial 1: it is silent',
      trial: 1,
    })
    expect(verdictOf(atLeast('untouched'), withSession('unknown')).verdict).toBe('missed')
    // Two silent seconds so far: over a bound of one, and not yet under one of four.
    expect(verdictOf(every('ssh', 'stall', 1.5e9), withSession('unknown')).verdict).toBe('missed')
    expect(verdictOf(every('ssh', 'stall', 4e9), withSession('unknown')).verdict).toBe('unknown')
  })
  test('a dead one has no stall that could be under a bound', () => {
    expect(verdictOf(every('ssh', 'stall', 4e9), withSession('dead')).verdict).toBe('unknown')
  })
  test('whose stall the timers do not allow are unknown, and so is a bound below what they allow', () => {
    const window = (lowNs: number, highNs: number) => ({
      windows: [{ on: 'ssh', lowNs, highNs, because: worded(''), source: '', detection: null, timers: [] }],
    })
    const judged = (bound: number, lowNs: number, highNs: number) =>
      verdictOf(every('ssh', 'stall', bound), withSession('survived', 'survived'), window(lowNs, highNs))
    expect(judged(4e9, 0, 3e9).verdict).toBe('met')
    // Two trials of 1 s, where TCP may take 7.15 s: more trials would miss what these have met.
    expect(judged(4e9, 0, 7.15e9)).toMatchObject({
      verdict: 'unknown',
      because: '2 of 2 under 4 s, the timers allow 7.15 s',
    })
    expect(judged(4e9, 2e9, 3e9).because).toBe("trial 0: a stall of 1 s ± 100 ms is below the window's floor of 2 s")
    expect(judged(4e9, 0, 0.5e9).because).toBe("trial 0: a stall of 1 s ± 100 ms is above the window's top of 500 ms")
  })
})
