import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBound, parseLossBound } from '../../src/lab/target.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { parseDuration } from '../../src/model/time.ts'

const duration = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('', '.5', '.25'), fc.constantFrom('us', 'ms', 's', 'min'))
  .map(([whole, fraction, unit]) => `${String(whole)}${fraction}${unit}`)
const statistic = fc.oneof(
  fc.constant(''),
  fc.constant('median '),
  fc.integer({ min: 1, max: 999 }).map((tenths) => `p${String(tenths / 10)} `),
)
const relation = fc.constantFrom('<' as const, '<=' as const)

describe('a bound', () => {
  it.each([
    ['< 4s', { text: '< 4s', statistic: { of: 'every' }, relation: '<', limitNs: 4e9 }],
    ['<= 200ms', { text: '<= 200ms', statistic: { of: 'every' }, relation: '<=', limitNs: 2e8 }],
    ['p95 < 3s', { text: 'p95 < 3s', statistic: { of: 'quantile', quantile: 0.95 }, relation: '<', limitNs: 3e9 }],
    ['median < 1s', { text: 'median < 1s', statistic: { of: 'quantile', quantile: 0.5 }, relation: '<', limitNs: 1e9 }],
    [
      '  p99.9<3s ',
      { text: 'p99.9 < 3s', statistic: { of: 'quantile', quantile: 0.999 }, relation: '<', limitNs: 3e9 },
    ],
  ])('reads %j', (text, bound) => {
    expect(parseBound(text)).toEqual(bound)
  })

  it('says again what it read, however the blanks were', () => {
    const blanks = fc.constantFrom('', ' ', '   ')
    fc.assert(
      fc.property(statistic, relation, duration, blanks, blanks, (of, sign, time, before, between) => {
        const bound = parseBound(`${before}${of}${sign}${between}${time}${before}`)
        expect(bound.text).toBe(`${of}${sign} ${time}`)
        expect(bound.limitNs).toBe(parseDuration(time))
        expect(parseBound(bound.text)).toEqual(bound)
      }),
    )
  })

  it('refuses everything else with a caret inside the text or right behind it', () => {
    const near = fc.string({
      unit: fc.constantFrom('<', '=', '>', ' ', 'p', '9', '5', '.', 'm', 's', 'median', '\t', '\n', 'é'),
    })
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        try {
          expect(parseBound(text).limitNs).toBeGreaterThan(0)
        } catch (error) {
          if (!(error instanceof BackhoeError)) throw error
          const caret = error.problems[0]?.caret
          expect(caret?.text).toHaveLength(text.length)
          expect(caret?.text).not.toContain('\n')
          expect(caret?.column).toBeLessThanOrEqual(text.length)
          expect(caret?.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['', 'expected <, <=, median or a percentile', 0, 1],
    ['> 4s', 'expected <, <=, median or a percentile', 0, 4],
    ['p95', 'expected < or <=', 3, 1],
    ['p100 < 1s', 'a percentile lies between 0 and 100', 0, 4],
    ['< ', 'expected a time', 2, 1],
    ['<= 4 seconds', 'not a time: a number and ns, us, ms, s, min or h', 3, 9],
    ['< -1s', 'not a time: a number and ns, us, ms, s, min or h', 2, 3],
    ['median < 0s', 'nothing is shorter than no time', 9, 2],
  ])('points at what is wrong in %j', (text, what, column, length) => {
    expect(problemOf(() => parseBound(text))).toMatchObject({
      code: 'bad-target',
      what,
      caret: { text, column, length },
    })
  })
})

describe('a bound of lost packets', () => {
  it.each([
    ['< 0.1%', { text: '< 0.1%', statistic: { of: 'every' }, relation: '<', unit: 'share', limit: 0.001 }],
    ['<= 0 packets', { text: '<= 0 packets', statistic: { of: 'every' }, relation: '<=', unit: 'packets', limit: 0 }],
    ['< 1 packet', { text: '< 1 packet', statistic: { of: 'every' }, relation: '<', unit: 'packets', limit: 1 }],
    [
      ' p95<=2.5 %',
      {
        text: 'p95 <= 2.5 %',
        statistic: { of: 'quantile', quantile: 0.95 },
        relation: '<=',
        unit: 'share',
        limit: 0.025,
      },
    ],
  ])('reads %j', (text, bound) => {
    expect(parseLossBound(text)).toEqual(bound)
  })

  it.each([
    ['', 'expected <, <=, median or a percentile', 0, 1],
    ['< ', 'expected a share or a number of packets', 2, 1],
    ['< 4s', 'neither a share (a number and %) nor a number of packets', 2, 2],
    ['< 1.5 packets', 'neither a share (a number and %) nor a number of packets', 2, 11],
    ['< 0%', 'nothing is less than none: say <=', 2, 2],
    ['<= 101%', 'a share is 100% at most', 3, 4],
  ])('points at what is wrong in %j', (text, what, column, length) => {
    expect(problemOf(() => parseLossBound(text))).toMatchObject({
      code: 'bad-target',
      what,
      caret: { text, column, length },
    })
  })
})

function problemOf(parse: () => unknown): unknown {
  try {
    return parse()
  } catch (error) {
    return error instanceof BackhoeError ? error.problems[0] : error
  }
}
