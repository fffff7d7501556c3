import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aim, phaseAt, type Aim } from '../../src/agent/aim.ts'

const NOW_NS = 8.123456789e9
const EXTRA_NS = 3e9

const wanted = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const event = fc.integer({ min: 0, max: NOW_NS })

/** Runs by itself. */
const free: fc.Arbitrary<Aim> = fc.record({
  periodNs: fc.integer({ min: 50e6, max: 5e9 }),
  wanted,
  eventNs: event,
  granuleNs: fc.constant(null),
})

/** A monitor at HZ=100, of some jiffies. */
const started: fc.Arbitrary<Aim> = fc.record({
  periodNs: fc.integer({ min: 2, max: 60 }).map((jiffies) => jiffies * 10e6),
  wanted,
  eventNs: event.map((at) => Math.round(at / 10e6) * 10e6),
  granuleNs: fc.constant(10e6),
})

/** Around the circle. */
const apart = (one: number, other: number): number => Math.min(Math.abs(one - other), 1 - Math.abs(one - other))

describe('the instant of a fault', () => {
  it('has the phase that is wanted of the first timer, soon, and not in the past', () => {
    fc.assert(
      fc.property(free, (first) => {
        const { atNs, steps } = aim([first], NOW_NS, EXTRA_NS)
        expect(atNs).toBeGreaterThanOrEqual(NOW_NS - 1)
        expect(atNs).toBeLessThanOrEqual(NOW_NS + first.periodNs + 1)
        expect(apart(phaseAt(first.eventNs, first.periodNs, atNs), first.wanted)).toBeLessThan(1e-6)
        expect(steps).toEqual([0])
      }),
    )
  })

  it('is counted from a start of its own where the first timer is a monitor, which may start at jiffies alone', () => {
    fc.assert(
      fc.property(started, (first) => {
        const { atNs, starts, steps } = aim([first], NOW_NS, EXTRA_NS)
        const startNs = starts[0] ?? 0
        expect(startNs).toBeGreaterThanOrEqual(NOW_NS)
        expect((startNs - first.eventNs) % 10e6).toBe(0)
        expect(apart(phaseAt(startNs, first.periodNs, atNs), first.wanted)).toBeLessThan(1e-6)
        expect(atNs).toBeGreaterThanOrEqual(startNs + first.periodNs)
        expect(steps).toEqual([0])
      }),
    )
  })

  it('has the phase of a monitor beside it exactly, for a hundredth of the first period at most', () => {
    fc.assert(
      fc.property(free, started, (free, monitor) => {
        const first = { ...free, periodNs: free.periodNs + 1e9 }
        const { atNs, starts, steps } = aim([first, monitor], NOW_NS, EXTRA_NS)
        expect(steps).toEqual([0, 0])
        expect(starts[1]).toBeGreaterThanOrEqual(NOW_NS)
        expect(apart(phaseAt(starts[1] ?? 0, monitor.periodNs, atNs), monitor.wanted)).toBeLessThan(1e-6)
        // Half a jiffy of a second and more.
        expect(apart(phaseAt(first.eventNs, first.periodNs, atNs), first.wanted)).toBeLessThan(0.00501)
      }),
    )
  })

  it('has those of more monitors to half a jiffy', () => {
    fc.assert(
      fc.property(started, started, started, (...timers) => {
        const monitors = timers.sort((a, b) => b.periodNs - a.periodNs)
        const { atNs, starts, steps } = aim(monitors, NOW_NS, EXTRA_NS)
        expect(steps).toEqual([0, 10e6, 10e6])
        for (const [at, monitor] of monitors.entries()) {
          const off = apart(phaseAt(starts[at] ?? 0, monitor.periodNs, atNs), monitor.wanted)
          expect(off * monitor.periodNs).toBeLessThan(5e6 + 10)
          expect(starts[at]).toBeGreaterThanOrEqual(NOW_NS)
        }
      }),
    )
  })

  it('takes that period of the first timer in which another one comes nearest to its phase', () => {
    // 1.1 s and 1 s: from one period to the next the second one moves by a tenth.
    const first = { periodNs: 1.1e9, wanted: 0.25, eventNs: 8e9, granuleNs: null }
    for (const [phase, periods] of [
      [0.275, 0],
      [0.375, 1],
      [0.475, 2],
      [0.575, 2],
      [0.175, 0],
    ] as const) {
      const { atNs, steps } = aim([first, { periodNs: 1e9, wanted: phase, eventNs: 8e9, granuleNs: null }], NOW_NS, 3e9)
      expect(Math.round((atNs - 8.275e9) / 1.1e9), String(phase)).toBe(periods)
      expect(steps).toEqual([0, null])
    }
    // Of one period: there is nothing to be won by waiting.
    const same = { ...first, wanted: 0.9, eventNs: 7.7e9 }
    expect(aim([first, same], NOW_NS, 3e9).atNs).toBe(8.275e9)
  })
})
