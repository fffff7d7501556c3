import { describe, expect, test } from 'vitest'
import type { PhaseMeasure, SessionMeasure, TrialMeasure } from '../../src/model/measure.ts'
import type { FaultVariant } from '../../src/model/plan.ts'
import type { Target } from '../../src/model/target.ts'
import { judge } from '../../src/verdict/judge.ts'
import { ADVERTS, every, experimentPlan, quantile, window } from '../report/story.ts'
import { ERROR_NS, flow, phase, trial } from './trials.ts'
import { silence, verdictInWords } from '../in-words.ts'

const SECOND = 1e9

/** Trials at these phases of the advertisements, whose outage follows them: at once after one it is the longest. */
const at = (...phases: readonly number[]): TrialMeasure[] =>
  phases.map((one, index) => {
    const outageNs = Math.round(3.61 * SECOND - one * SECOND)
    return trial(index, [flow({ outageNs, totalNs: outageNs })], { phases: [phase(one)] })
  })

const even = (count: number): number[] => Array.from({ length: count }, (_, index) => index / count)

function verdictOf(target: Target, trials: readonly TrialMeasure[], changes: Partial<FaultVariant> = {}) {
  const plan = experimentPlan()
  const variants = plan.variants.map((variant) => ({ ...variant, ...changes }))
  const [verdict] = judge({ ...plan, variants, trials: trials.length, targets: [target] }, trials)
  return verdict === undefined ? undefined : verdictInWords(verdict)
}

const under4s = every('web', 'outage', 4 * SECOND)
const silent = { windows: [], silent: [silence('web', 'forward', 'not our configuration')] }

describe('a target whose timers are not covered is not met', () => {
  test('all trials at one phase, as if they had struck at the same instant after boot: 3.2 s where the timers allow 3.61 s', () => {
    const same = at(...Array.from({ length: 20 }, (_, index) => 0.5 + index / 200))
    expect(verdictOf(every('web', 'outage', 3.2 * SECOND), same, silent)).toMatchObject({
      verdict: 'unknown',
      because:
        '20 of 20 under 3.2 s; but the phases of 20 trials leave 905 ms of a timer unseen, where 50 ms would be even: advertisements that r2 receives on lan, every 1 s',
    })
    expect(verdictOf(every('web', 'outage', 3.2 * SECOND), at(...even(20)), silent)).toMatchObject({
      verdict: 'missed',
    })
  })

  test('percentiles and sessions likewise', () => {
    const bunched = at(...even(20).map((one) => one / 2))
    expect(verdictOf(quantile('web', 0.5, 4 * SECOND), bunched)?.verdict).toBe('unknown')
    expect(verdictOf(quantile('web', 0.5, 4 * SECOND), at(...even(20)))?.verdict).toBe('met')
    const session: SessionMeasure = {
      name: 'ssh',
      verdict: 'survived',
      atBest: 'survived',
      because: null,
      stallNs: 0,
      faultStallNs: 0,
      returnStallNs: 0,
      stallAtLeastNs: null,
      errorNs: 1,
      evidence: [],
    }
    const survives: Target = { on: 'ssh', text: 'atLeast survived', metric: 'atLeast', atLeast: 'survived' }
    const among = (trials: readonly TrialMeasure[]) => trials.map((one) => ({ ...one, sessions: [session] }))
    expect(verdictOf(survives, among(bunched))?.verdict).toBe('unknown')
    expect(verdictOf(survives, among(at(...even(20))))?.verdict).toBe('met')
  })

  test('one trial covers nothing, unless theory says that no timer decides', () => {
    expect(verdictOf(under4s, at(0.2))).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining(
        'one trial shows one phase alone of a timer, and two or more are spread over it: advertisements that r2',
      ) as string,
    })
    const timeless = {
      windows: [{ ...window, lowNs: 0, timers: [] }],
      phases: { named: [], others: [], heardNs: 1, onlyLongest: true, extraNs: 0 },
    }
    expect(verdictOf(under4s, at(0.2), timeless)?.verdict).toBe('met')
    // A flow called `web forward: b` has none of web's silence.
    const ofAnother = { ...timeless, silent: [silence('web forward: b', 'forward', 'its path is impaired')] }
    expect(verdictOf(under4s, at(0.2), ofAnother)?.verdict).toBe('met')
    const ofIts = { ...timeless, silent: [silence('web', 'backward', 'its path is impaired')] }
    expect(verdictOf(under4s, at(0.2), ofIts)?.verdict).toBe('unknown')
  })

  test('a timer that theory names and no trial saw', () => {
    const blind = at(...even(4)).map((one) => ({
      ...one,
      phases: [phase(one.phases[0]?.phase ?? 0, { timer: 'the lab’s clock' })],
    }))
    expect(verdictOf(under4s, blind)?.because).toContain(
      'in 4 of 4 trials the phase of a timer is not known: advertisements that r2 receives on lan, every 1 s',
    )
  })

  test('but a trial over the bound is missed, whatever the phases', () => {
    expect(verdictOf(every('web', 'outage', SECOND), at(0.2))?.verdict).toBe('missed')
  })
})

describe('of several timers', () => {
  const other = (
    timer: string,
    changes: Partial<PhaseMeasure>,
  ): ((one: TrialMeasure, index: number) => TrialMeasure) => {
    return (one, index) => ({ ...one, phases: [...one.phases, phase((index / 40) % 1, { timer, ...changes })] })
  }
  const named = (periodNs: number) => ({
    windows: [{ ...window, timers: [ADVERTS.because, 'second'] }],
    phases: {
      named: [ADVERTS, { ...ADVERTS, periodNs, because: 'second' }],
      others: [],
      heardNs: null,
      onlyLongest: false,
      extraNs: 0,
    },
  })

  test('each that decides has to be covered', () => {
    const trials = at(...even(20)).map(other('second', { periodNs: 0.3 * SECOND }))
    expect(verdictOf(under4s, trials, named(0.3 * SECOND))?.because).toContain(
      'of a timer unseen, where 15 ms would be even: second, every 300 ms',
    )
  })

  test('one speaks for all of its period, for they keep their distance', () => {
    const trials = at(...even(20)).map(other('second', { stepNs: null }))
    expect(verdictOf(under4s, trials, named(SECOND))?.verdict).toBe('met')
  })

  test('one whose phase cannot be chosen is covered once each quarter was met', () => {
    const seen = at(...even(20)).map((one, index) => ({
      ...one,
      phases: [...one.phases, phase((index * 0.3) % 0.8, { timer: 'second', periodNs: 0.3 * SECOND, stepNs: null })],
    }))
    expect(verdictOf(under4s, seen, named(0.3 * SECOND))?.verdict).toBe('met')
  })
})

test('where theory is silent, what may lie between two phases is added', () => {
  // Seen: 2.66 to 3.61 s in steps of 50 ms; 50 ms more may lie before the first one.
  expect(verdictOf(every('web', 'outage', 3.65 * SECOND), at(...even(20)), silent)).toMatchObject({
    verdict: 'unknown',
    because: expect.stringContaining('up to 50 ms apart') as string,
  })
  expect(verdictOf(every('web', 'outage', 3.68 * SECOND), at(...even(20)), silent)?.verdict).toBe('met')
  // What does not depend on the phase is the same between two of them.
  const constant = at(...even(20)).map((one) => ({ ...one, flows: [flow({ outageNs: 3.61 * SECOND })] }))
  expect(verdictOf(every('web', 'outage', 3.63 * SECOND), constant, silent)?.verdict).toBe('met')
})

describe('a direction of which theory says nothing', () => {
  const bounded = { ...window, lowNs: 0, highNs: 0, direction: 'backward' as const, timers: [] }
  const halfSilent = { windows: [bounded], silent: [silence('web', 'forward', 'its path is impaired')] }
  const both = (count: number, outageNs: (index: number) => number): TrialMeasure[] =>
    even(count).map((one, index) => {
      const ways = [
        { direction: 'forward' as const, ns: outageNs(index) },
        { direction: 'backward' as const, ns: 0 },
      ]
      const flows = ways.map(({ direction, ns }) =>
        flow({ direction, outageNs: ns, totalNs: ns, outcome: ns === 0 ? 'untouched' : 'recovered' }),
      )
      return trial(index, flows, { phases: [phase(one)] })
    })

  // Measured: met with 70 ms of 3 trials, "the timers allow 0 ns", and 100 ms in the 10th.
  const rising = both(3, (index) => (5 + index) * 10e6)

  test('is not judged by the window of the other one', () => {
    const verdict = verdictOf(every('web', 'outage', 85e6), rising, halfSilent)
    expect(verdict).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('between two phases') as string,
    })
    const far = verdictOf(every('web', 'outage', SECOND), rising, halfSilent)
    expect(far).toMatchObject({ verdict: 'met', because: '3 of 3 under 1 s' })
  })

  test('has a range of its own: the other one was never down', () => {
    // 50 to 70 ms, a third of the period unseen: 70 + 20 · (1/3) / (2/3) = 80 ms; with the other direction's 0 it would be 105 ms.
    const margin = 80e6 + ERROR_NS
    expect(verdictOf(every('web', 'outage', margin + 1e6), rising, halfSilent)?.verdict).toBe('met')
    expect(verdictOf(every('web', 'outage', margin - 1e6), rising, halfSilent)?.because).toContain('it may be 80 ms')
  })

  test('has a share of losses, in words as in numbers', () => {
    const lossy = rising.map((one, index) => ({
      ...one,
      flows: one.flows.map((way) => ({
        ...way,
        worstLoss: { lost: way.direction === 'forward' ? 20 + index : 0, sent: 1000 },
      })),
    }))
    const lost: Target = {
      on: 'web',
      text: 'lost < 2.25%',
      metric: 'lost',
      bound: { text: '< 2.25%', relation: '<', statistic: { of: 'every' }, unit: 'share', limit: 0.0225 },
    }
    expect(verdictOf(lost, lossy, halfSilent)?.because).toContain('it may be 2.3 %')
  })
})

test('no window bounds a return: what a total may be between two phases is added to it', () => {
  const trials = at(...even(20))
  const totals = trials.map((one) => ({ ...one, flows: one.flows.map((way) => ({ ...way, outageNs: 0 })) }))
  const zero = { windows: [{ ...window, lowNs: 0, highNs: 0 }], silent: [] }
  expect(verdictOf(every('web', 'total', 3.65 * SECOND), totals, zero)?.because).toContain('between two phases')
  expect(verdictOf(every('web', 'total', 3.68 * SECOND), totals, zero)?.verdict).toBe('met')
  // One trial has no range: `NaN ns` stood there once.
  const untimed = { windows: [{ ...window, lowNs: 0, highNs: 0, timers: [] }], silent: [] }
  expect(verdictOf(every('web', 'total', 3.65 * SECOND), totals.slice(0, 1), untimed)?.verdict).toBe('met')
})
