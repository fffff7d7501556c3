import { describe, expect, test } from 'vitest'
import type { FlowMeasure } from '../../src/model/measure.ts'
import type { Target } from '../../src/model/target.ts'
import { every, quantile } from '../report/story.ts'
import { flow, trial, verdictOf } from './trials.ts'

describe('a return', () => {
  const costly = (changes: Partial<FlowMeasure>) =>
    [0, 1].map((index) => trial(index, [flow({ outageNs: 5e8, ...changes })]))
  const ended = costly({ reversionOutageNs: 8.11e9 })
  const stays = costly({ reversionAtLeastNs: 8.11e9 })
  const under1s = every('web', 'outage', 1e9)

  test('that costs more than the outage may is unknown where no target binds it, whether it ended or not', () => {
    for (const trials of [ended, stays]) {
      expect(verdictOf(under1s, trials)).toMatchObject({
        verdict: 'unknown',
        measured: '500 ms ± 11 ms (worst of 2)',
        because: expect.stringMatching(/the return cost (at least )?8\.11 s.*no target binds that/) as string,
        returned: { isUnbound: true },
      })
      // A quantile is no way round it.
      expect(verdictOf(quantile('web', 0.5, 1e9), Array.from({ length: 10 }, () => trials).flat()).verdict).toBe(
        'unknown',
      )
    }
  })

  test('is judged by the target that binds it, and by that alone', () => {
    const bound = every('web', 'reversionOutage', 9e9)
    expect(verdictOf(under1s, ended, { beside: [bound] })).toMatchObject({
      verdict: 'met',
      returned: { text: 'the return cost 8.11 s', isUnbound: false },
    })
    expect(verdictOf(bound, ended, { beside: [under1s] }).verdict).toBe('met')
    expect(verdictOf(every('web', 'reversionOutage', 4e9), ended).verdict).toBe('missed')
    expect(verdictOf(every('web', 'reversionOutage', 4e9), stays)).toMatchObject({
      verdict: 'missed',
      measured: 'never recovered in 8.11 s (worst of 2)',
    })
    expect(verdictOf(bound, stays).verdict).toBe('unknown')
  })

  test('is not what the drift loses at random after the healing', () => {
    const drift = [{ op: 'netem', ns: 'wire', name: 'c0a', netem: { loss: { model: 'independent', percent: 5 } } }]
    const text = verdictOf(under1s, ended, { drift: drift as never }).returned?.text
    expect(text).toBe('up to 8.11 s lost at a time after the healing, as the drift loses at random')
    expect(verdictOf(under1s, ended, { drift: drift as never }).because).toContain(
      'but 8.11 s ± 11 ms were lost at a time after it, as the drift loses at random, and no target binds that',
    )
  })

  test('of a flow that was not down at the healing is none of 0 ns', () => {
    expect(verdictOf(every('web', 'back', 1e9), costly({}))).toMatchObject({
      verdict: 'met',
      measured: 'nothing was down at the healing (worst of 2)',
    })
    const soon = costly({ outcome: 'never', outageNs: null, atLeastNs: 10e9 })
    expect(verdictOf(every('web', 'back', 1e9), soon).measured).toBe('0 ns ± 11 ms (worst of 2)')
  })

  test('that costs less than the outage may leaves it met, and is marked all the same', () => {
    expect(verdictOf(under1s, costly({ reversionOutageNs: 2e8 }))).toMatchObject({
      verdict: 'met',
      returned: { text: 'the return cost 200 ms', isUnbound: true },
    })
    expect(verdictOf(under1s, costly({}))).toMatchObject({
      returned: { text: 'the return cost nothing', isUnbound: false },
    })
  })

  test('that goes down again after it was back is not hidden behind back either', () => {
    const again = costly({ outcome: 'never', outageNs: null, atLeastNs: 10e9, backNs: 0, reversionAtLeastNs: 9.69e9 })
    const soon = every('web', 'back', 3e9)
    expect(verdictOf(soon, again)).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining(
        'under 3 s, but the return cost at least 9.69 s, and no target binds that',
      ) as string,
    })
    expect(verdictOf(soon, again, { beside: [every('web', 'reversionOutage', 9e9)] }).verdict).toBe('met')
  })

  test('of what was still down at the healing has a target of its own', () => {
    const plugged = costly({ outcome: 'never', outageNs: null, atLeastNs: 10e9, backNs: 30.9e9 })
    expect(verdictOf(every('web', 'back', 31.5e9), plugged)).toMatchObject({
      verdict: 'met',
      measured: '30.9 s ± 11 ms (worst of 2)',
    })
    expect(verdictOf(every('web', 'back', 20e9), plugged).verdict).toBe('missed')
    // 15 s are lost without any fault: what is over the bound by less shows nothing.
    const noise = [{ startNs: 1e9, endNs: 16e9, lost: 1500, overdue: 0 }]
    const control = trial(-1, [flow({ noise })])
    expect(verdictOf(every('web', 'back', 20e9), plugged, { control }).verdict).toBe('unknown')
    expect(verdictOf(every('web', 'outage', 1e9), plugged)).toMatchObject({
      returned: { text: 'back 30.9 s after the healing', isUnbound: true },
    })
  })
})

describe('lost packets', () => {
  const lossy = (...lost: readonly number[]) =>
    lost.map((count, index) => trial(index, [flow({ worstLoss: { lost: count, sent: 2000 } })]))
  const share = (limit: number): Target => ({
    on: 'web',
    text: '',
    metric: 'lost',
    bound: { text: '', statistic: { of: 'every' }, relation: '<', unit: 'share', limit },
  })
  const packets = (limit: number): Target => ({
    on: 'web',
    text: '',
    metric: 'lost',
    bound: { text: '', statistic: { of: 'every' }, relation: '<=', unit: 'packets', limit },
  })

  test('are compared in the unit of their bound', () => {
    expect(verdictOf(share(0.02), lossy(30, 30))).toMatchObject({
      verdict: 'met',
      measured: '1.5 % of the worst stream (worst of 2)',
      bound: '< 2 %',
    })
    expect(verdictOf(share(0.01), lossy(30, 30)).verdict).toBe('missed')
    expect(verdictOf(packets(30), lossy(30, 30))).toMatchObject({
      verdict: 'met',
      measured: '30 packets of the worst stream (worst of 2)',
      because: '2 of 2 under 30 packets',
    })
    expect(verdictOf(packets(29), lossy(30, 30)).verdict).toBe('missed')
  })

  test('of a flow that sent nothing are unknown', () => {
    expect(verdictOf(share(0.5), [trial(0, [flow({ worstLoss: { lost: 0, sent: 0 } })])]).verdict).toBe('unknown')
  })

  test('are no more than what the control loses without a fault: unknown', () => {
    const control = trial(-1, [flow({ worstLoss: { lost: 20, sent: 2000 } })])
    expect(verdictOf(share(0.01), lossy(30), { control }).verdict).toBe('unknown')
    expect(verdictOf(share(0.01), lossy(60), { control }).verdict).toBe('missed')
  })
})
