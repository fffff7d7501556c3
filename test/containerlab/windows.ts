import { expect } from 'vitest'
import type { Summary } from '../../src/report/schema.ts'
import { lostIn } from '../run/lost.ts'

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
      all.map(({ gate, doubts }) => [gate.because, ...doubts.map(({ text }) => text)].join('; ')).join('\n'),
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
    for (const window of windows) {
      for (const trial of all) {
        const where = `${name}, trial ${String(trial.index)}: ${window.on} ${window.direction ?? 'stall'}`
        const { isOpen, lostMs, errorMs } = lostIn(trial, window)
        expect(isOpen, where).toBe(false)
        expect(lostMs + errorMs, where).toBeGreaterThanOrEqual(window.lowMs)
        expect(lostMs - errorMs, where).toBeLessThanOrEqual(window.highMs ?? Infinity)
      }
    }
  }
}

/** What was said of each target. */
export const verdictsOf = ({ experiments }: Summary): string[] =>
  experiments.flatMap(({ name, targets }) =>
    targets.map(({ on, text, verdict }) => `${name}: ${on} ${text}: ${verdict}`),
  )
