import { expect } from 'vitest'
import type { Summary } from '../../src/report/schema.ts'

/**
 * Every trial passed its gate, was proved, lies in its window but for its stated error, and got nothing twice. In real time a busy machine may
 * have stalled a session before the fault: that is said, and speaks not against the outage.
 */
export function expectInside({ experiments, virtualTime }: Summary, trials: number): void {
  for (const { name, windows, trials: all } of experiments) {
    expect(windows.length, name).toBeGreaterThan(0)
    expect(
      all.map(({ doubts, gate, fault }) => ({
        doubts: virtualTime ? doubts : [],
        gate: gate.passed,
        proof: fault.proof,
      })),
      all.map(({ gate, doubts }) => [gate.because, ...doubts].join('; ')).join('\n'),
    ).toEqual(
      Array(trials).fill({
        doubts: [],
        gate: true,
        proof: { live: true, removed: true, evidence: expect.any(Array) as unknown },
      }),
    )
    expect(
      all.flatMap(({ flows }) => flows).filter(({ duplicated }) => duplicated > 0),
      name,
    ).toEqual([])
    for (const { on, direction, lowMs, highMs } of windows) {
      for (const { index, flows, sessions } of all) {
        const where = `${name}, trial ${String(index)}: ${on} ${direction ?? 'stall'}`
        const flow = flows.find((one) => one.name === on && one.direction === direction)
        const session = sessions.find((one) => one.name === on)
        // A window without a direction is one of a session: it bounds the longest stall.
        const isOpen = direction === undefined ? session?.stallAtLeastMs !== null : flow?.outcome === 'never'
        expect(isOpen, where).toBe(false)
        const lostMs = (direction === undefined ? session?.stallMs : flow?.outageMs) ?? 0
        const errorMs = (direction === undefined ? session?.errorMs : flow?.errorMs) ?? 0
        expect(lostMs + errorMs, where).toBeGreaterThanOrEqual(lowMs)
        expect(lostMs - errorMs, where).toBeLessThanOrEqual(highMs ?? Infinity)
      }
    }
  }
}

/** What was said of each target. */
export const verdictsOf = ({ experiments }: Summary): string[] =>
  experiments.flatMap(({ name, targets }) =>
    targets.map(({ on, text, verdict }) => `${name}: ${on} ${text}: ${verdict}`),
  )
