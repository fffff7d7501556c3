import fc from 'fast-check'
import type { TrialMeasure } from '../../src/model/measure.ts'
import { verdictInWords } from '../in-words.ts'
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/verdict/judge.ts'
import { every, experimentPlan, quantile, window } from '../report/story.ts'
import { ERROR_NS, flow, outages, trial, verdictOf } from './trials.ts'
import { worded } from '../../src/model/reason.ts'

const under4s = every('web', 'outage', 4e9)

describe('every trial', () => {
  test('under the bound with its error: met', () => {
    expect(verdictOf(under4s, outages(3.4e9, 3.5e9))).toMatchObject({
      verdict: 'met',
      measured: '3.5 s ± 11 ms (worst of 2)',
      bound: '< 4 s',
      because: '2 of 2 under 4 s',
      trial: 1,
    })
  })

  test('one over it: missed, and that trial is named', () => {
    expect(verdictOf(under4s, outages(3e9, 4.2e9, 4.1e9))).toMatchObject({
      verdict: 'missed',
      trial: 1,
      because: '2 of 3 over 4 s',
    })
  })

  test('one on both sides of it: unknown', () => {
    expect(verdictOf(under4s, outages(3e9, 4e9 - 5e6))).toMatchObject({ verdict: 'unknown', trial: 1 })
    expect(verdictOf(under4s, outages(4e9 + 5e6)).verdict).toBe('unknown')
  })

  test('passed, but the timers allow more: unknown', () => {
    const verdict = verdictOf(every('web', 'outage', 3.5e9), outages(3e9, 3.1e9), { windows: [window] })
    expect(verdict).toMatchObject({ verdict: 'unknown', because: '2 of 2 under 3.5 s, the timers allow 3.61 s' })
  })

  test('passed, and theory says that it never comes back: unknown', () => {
    expect(verdictOf(under4s, outages(3e9), { windows: [{ ...window, highNs: null }] }).verdict).toBe('unknown')
  })

  test('passed, but one lies outside its window: unknown', () => {
    expect(verdictOf(under4s, outages(3e9, 1e9), { windows: [window] })).toMatchObject({
      verdict: 'unknown',
      trial: 1,
      because: expect.stringContaining('below the window') as string,
    })
  })

  test('that was never back is missed once the bound had passed, and else unknown', () => {
    const gone = (ns: number) => [
      trial(0, [
        flow({ outcome: 'never', outageNs: null, atLeastNs: ns / 2, goneNs: ns, backAtLeastNs: ns / 2, totalNs: ns }),
      ]),
    ]
    for (const metric of ['outage', 'total'] as const) {
      const target = every('web', metric, 4e9)
      expect(verdictOf(target, gone(5e9))).toMatchObject({
        verdict: 'missed',
        because: '1 of 1 over 4 s, and still down when the watching ended',
      })
      expect(verdictOf(target, gone(2e9))).toMatchObject({
        verdict: 'unknown',
        because: expect.stringContaining('recover longer') as string,
      })
    }
    // Before the healing and after it: a sum has not been down in one.
    const again = [trial(0, [flow({ outcome: 'never', outageNs: 4e9, atLeastNs: 2e9, backNs: 3e9, totalNs: 9e9 })])]
    expect(verdictOf(every('web', 'total', 20e9), again)).toMatchObject({
      measured: 'at least 9 s (trial 0)',
      because:
        'trial 0 had been down for 9 s in all, and was still so when the fault was healed: hold the fault longer',
    })
    expect(verdictOf(every('web', 'back', 2e9), gone(5e9))).toMatchObject({
      verdict: 'missed',
      measured: 'not back after 2.5 s (trial 0)',
    })
  })

  test('with an outage that is over and one that is not: the worse counts, and both are shown', () => {
    // 8.14 s breaks the bound whatever becomes of the one that was 3.12 s old at the healing.
    const both = trial(0, [flow({ outcome: 'never', outageNs: 8.14e9, atLeastNs: 3.12e9, totalNs: 12e9 })])
    expect(verdictOf(every('web', 'outage', 5e9), [both])).toMatchObject({
      verdict: 'missed',
      measured: '8.14 s ± 11 ms, and never recovered in 3.12 s (trial 0)',
    })
    // The other way round it is the open one that breaks it, and between them nothing is decided.
    const open = trial(0, [flow({ outcome: 'never', outageNs: 1e9, atLeastNs: 6e9 })])
    expect(verdictOf(every('web', 'outage', 5e9), [open]).verdict).toBe('missed')
    expect(verdictOf(every('web', 'outage', 9e9), [both])).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('had been down for 3.12 s when the fault was healed') as string,
    })
    // In different directions, too.
    const ways = trial(0, [
      flow({ outageNs: 8.14e9 }),
      flow({ direction: 'backward', outcome: 'never', outageNs: null, atLeastNs: 3.12e9 }),
    ])
    expect(verdictOf(every('web', 'outage', 5e9), [ways])).toMatchObject({
      verdict: 'missed',
      measured: '8.14 s ± 11 ms, and never recovered in 3.12 s (trial 0)',
    })
  })

  test('a direction in which nothing could return does not hide what the return of the other cost', () => {
    const ways = trial(0, [
      flow({ outcome: 'never', outageNs: null, atLeastNs: 10e9 }),
      flow({ direction: 'backward', reversionOutageNs: 5e9 }),
    ])
    expect(verdictOf(every('web', 'reversionOutage', 4e9), [ways]).verdict).toBe('missed')
    expect(verdictOf(every('web', 'reversionOutage', 6e9), [ways])).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('nothing could return') as string,
    })
  })

  test('the largest value is the worst, and each is judged with its own error', () => {
    const error = (spacingNs: number, latenessNs: number) => ({ spacingNs, stampsNs: 0, latenessNs, splitNs: 0 })
    const trials = [
      trial(0, [flow({ outageNs: 695e6, errorNs: 73e6, error: error(10e6, 63e6) })]),
      trial(1, [flow({ outageNs: 710e6, errorNs: 33e6, error: error(30e6, 3e6) })]),
    ]
    expect(verdictOf(every('web', 'outage', 800e6), trials).measured).toBe('710 ms ± 33 ms (worst of 2)')
    // 768 ms may be over it, 743 ms is not; and it is lateness that makes the bar so long, not the pace of the probes.
    expect(verdictOf(every('web', 'outage', 750e6), trials)).toMatchObject({
      verdict: 'unknown',
      measured: '710 ms ± 33 ms (worst of 2)',
      because: expect.stringMatching(/^trial 0: 695 ms ± 73 ms lies on both sides.*the probes left late/) as string,
    })
    expect(verdictOf(every('web', 'outage', 720e6), trials.slice(1)).because).toContain('probe faster')
    // Of the two only the smaller value is over 650 ms with all of its bar; the largest is named all the same.
    const reversed = [
      trial(0, [flow({ outageNs: 695e6, errorNs: 33e6 })]),
      trial(1, [flow({ outageNs: 710e6, errorNs: 73e6 })]),
    ]
    expect(verdictOf(every('web', 'outage', 650e6), reversed)).toMatchObject({
      verdict: 'missed',
      measured: '710 ms ± 73 ms (worst of 2)',
      because: '1 of 2 over 650 ms',
      trial: 0,
    })
  })

  test('no faster probes are advised where the timers themselves may break the bound', () => {
    const window = {
      on: 'web',
      direction: 'forward',
      lowNs: 0,
      because: worded(''),
      source: '',
      detection: null,
      timers: [],
    } as const
    const because = (highNs: number) =>
      verdictOf(every('web', 'outage', 700e6), outages(695e6), { windows: [{ ...window, highNs }] }).because
    expect(because(698e6)).toBe('trial 0: 695 ms ± 11 ms lies on both sides of 700 ms: probe faster, or move the bound')
    expect(because(900e6)).toBe(
      'trial 0: 695 ms ± 11 ms lies on both sides of 700 ms, and the timers allow 900 ms: move the bound',
    )
  })

  test('what the error comes from decides what is advised', () => {
    const seen = (detectionErrorNs: number, latenessNs: number) =>
      trial(0, [
        flow({
          detectionNs: 3e9,
          detectionErrorNs,
          error: { spacingNs: 10e6, stampsNs: 1e6, latenessNs, splitNs: 0 },
        }),
      ])
    const advice = (one: ReturnType<typeof trial>) =>
      verdictOf(every('web', 'detection', 3.01e9), [one]).because.split(' lies on both sides of ')[1]
    // Half of 100 ms between two polls: nothing that a lab can set. The spacing of the probes has no part in either.
    expect(advice(seen(51e6, 0))).toBe('3.01 s: move the bound')
    expect(advice(seen(31e6, 30e6))).toMatch(/^3.01 s: the probes left late: .*, or move the bound$/)
  })

  test('one never recovered: missed', () => {
    const never = trial(0, [flow({ outcome: 'never', outageNs: null, atLeastNs: 10e9 })])
    expect(verdictOf(under4s, [never, ...outages(3e9)])).toMatchObject({
      verdict: 'missed',
      measured: 'never recovered in 10 s (worst of 2)',
    })
  })

  test('one whose packets arrive, too late: missed, and not called down', () => {
    const outages = [{ startNs: 0, endNs: null, lost: 3, overdue: 997 }]
    const late = trial(0, [flow({ outcome: 'never', outageNs: null, atLeastNs: 10e9, outages })])
    expect(verdictOf(under4s, [late])).toMatchObject({
      verdict: 'missed',
      measured: 'never in time for 10 s (trial 0)',
      because: '1 of 1 over 4 s, and still late when the fault was healed',
    })
  })

  test('one never recovered, but was healed before the bound: unknown', () => {
    const never = trial(0, [flow({ outcome: 'never', outageNs: null, atLeastNs: 2e9 })])
    expect(verdictOf(under4s, [never])).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('hold the fault longer') as string,
    })
  })

  test('in doubt: unknown, unless another one missed', () => {
    const doubtful = trial(5, [flow({ outageNs: 9e9 })], { doubts: [worded('no end')] })
    expect(verdictOf(under4s, [...outages(3e9), doubtful])).toMatchObject({
      verdict: 'unknown',
      trial: 5,
      because: '1 of 2 trials does not count: trial 5: no end',
    })
    expect(verdictOf(under4s, [...outages(5e9), doubtful]).verdict).toBe('missed')
  })

  test('both directions are bound', () => {
    const trials = [trial(0, [flow(), flow({ direction: 'backward', outageNs: 5e9 })])]
    expect(verdictOf(under4s, trials).verdict).toBe('missed')
  })

  test('beside a control that does not count: unknown, and missed all the same', () => {
    const control = trial(-1, [flow()], { doubts: [worded('the gate was never reached')] })
    expect(verdictOf(under4s, outages(1e9), { control })).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('the gate was never reached') as string,
    })
    expect(verdictOf(under4s, outages(5e9), { control }).verdict).toBe('missed')
  })

  test('no more than the control lost without a fault: unknown', () => {
    const control = trial(-1, [flow({ noise: [{ startNs: 0, endNs: 2e8, lost: 20, overdue: 0 }] })])
    expect(verdictOf(every('web', 'outage', 1e8), outages(1.5e8), { control }).verdict).toBe('unknown')
    expect(verdictOf(every('web', 'outage', 1e8), outages(3.5e8), { control }).verdict).toBe('missed')
  })

  test('an event of detection that nobody saw: unknown', () => {
    expect(verdictOf(every('web', 'detection', 4e9), outages(3e9))).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('detection was not seen') as string,
    })
    const two = [0, 1].map((index) => trial(index, [flow({ detectionNs: 3e9 }), flow({ direction: 'backward' })]))
    expect(verdictOf(every('web', 'detection', 4e9), two).verdict).toBe('met')
  })

  test('fewer trials than planned, or none: unknown', () => {
    const experiment = experimentPlan({ trials: 20, targets: [under4s], variants: [] })
    const judged = (trials: readonly TrialMeasure[]) => judge(experiment, trials).map(verdictInWords)[0]
    expect(judged(outages(3e9))).toMatchObject({ verdict: 'unknown', because: 'only 1 of 20 trials ran' })
    expect(judged([])).toMatchObject({ verdict: 'unknown', because: 'no trial ran', measured: 'nothing' })
  })
})

test('a judge that throws yields unknown', () => {
  const poisoned = trial(0, [])
  Object.defineProperty(poisoned, 'flows', {
    get: () => {
      throw new Error('broken')
    },
  })
  expect(verdictOf(under4s, [poisoned])).toMatchObject({ verdict: 'unknown', because: 'the judge failed: broken' })
})

test('figures that are no numbers are never met', () => {
  expect(verdictOf(under4s, outages(Number.NaN)).verdict).toBe('unknown')
})

describe('quantiles', () => {
  const p95 = quantile('web', 0.95, 4e9)
  const many = (count: number, ns: number): number[] => Array.from({ length: count }, () => ns)
  test('need enough trials, and say how many', () => {
    expect(verdictOf(p95, outages(...many(20, 3e9)))).toMatchObject({
      verdict: 'unknown',
      because: '20 of 20 under 4 s: too few trials, 59 would do',
    })
    expect(verdictOf(p95, outages(...many(59, 3e9))).verdict).toBe('met')
  })
  test('forgive as much as the binomial bound does, and no more', () => {
    expect(verdictOf(p95, outages(...many(92, 3e9), 5e9)).verdict).toBe('met')
    expect(verdictOf(p95, outages(...many(16, 3e9), ...many(4, 5e9))).verdict).toBe('missed')
    expect(verdictOf(p95, outages(...many(17, 3e9), ...many(3, 5e9))).verdict).toBe('unknown')
  })
})

describe('whatever the trials', () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 8e9 }), { minLength: 2, maxLength: 30 })
  const limits = fc.integer({ min: 1, max: 8e9 })

  test('met only if every one is under the bound, missed only if one is over it', () => {
    fc.assert(
      fc.property(lengths, limits, (values, limit) => {
        const worst = Math.max(...values)
        // A window as it was seen: theory allows no more than that.
        const windows = [{ ...window, lowNs: 0, highNs: worst }]
        const { verdict } = verdictOf(every('web', 'outage', limit), outages(...values), { windows })
        if (verdict === 'met') expect(worst + ERROR_NS).toBeLessThan(limit)
        if (verdict === 'missed') expect(worst - ERROR_NS).toBeGreaterThanOrEqual(limit)
        if (verdict === 'unknown') expect(Math.abs(worst - limit)).toBeLessThanOrEqual(ERROR_NS)
      }),
    )
  })

  test('a wider bound is never judged worse', () => {
    const rank = { missed: 0, unknown: 1, met: 2 }
    const targets = fc.constantFrom(null, 0.5, 0.9)
    fc.assert(
      fc.property(lengths, limits, limits, targets, (values, a, b, share) => {
        const of = (limit: number): number =>
          rank[
            verdictOf(
              share === null ? every('web', 'outage', limit) : quantile('web', share, limit),
              outages(...values),
            ).verdict
          ]
        expect(of(Math.min(a, b))).toBeLessThanOrEqual(of(Math.max(a, b)))
      }),
    )
  })

  test('doubt never makes a verdict better', () => {
    fc.assert(
      fc.property(lengths, limits, fc.nat(), (values, limit, drawn) => {
        const trials = outages(...values)
        const doubtful = trials.map((one, index) =>
          index === drawn % trials.length ? { ...one, doubts: [worded('doubt')] } : one,
        )
        expect(verdictOf(every('web', 'outage', limit), doubtful).verdict).not.toBe('met')
      }),
    )
  })
})
