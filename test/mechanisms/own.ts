import { randomInt } from 'node:crypto'
import { expect } from 'vitest'
import type { Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { size } from '../proof/size.ts'
import { Scratch } from '../run/scratch.ts'

/** Trials whose phases are even, counted from 0; `make test` runs one of them, another one each time. */
const SPREAD = 50

/**
 * Runs trials of a lab whose configuration is a file of the user's own: all have settled, none is doubted, and each lies in the window
 * that theory has from the file. `PROVE` runs all of them and prints the range that was measured beside each window.
 */
export async function ownTrials(lab: string, seen: (summary: Summary, journal: string) => void): Promise<void> {
  using scratch = new Scratch()
  const seed = String(randomInt(1, 2 ** 31))
  const one = size.ownTrials < SPREAD ? ['--trial', String(randomInt(SPREAD))] : []
  const args = ['--trials', String(SPREAD), ...one, '--seed', seed, '--kernel', 'virtual', '--out', scratch.path]
  const ended = await backhoe(['run', lab, ...args])
  const summary = scratch.summary(ended)
  for (const { name, trials, outside, windows } of summary.experiments) {
    const where = `${name}, seed ${seed}`
    expect(
      trials.map(({ gate, doubts }) => [gate.passed, doubts]),
      `${where}\n${ended.stderr}`,
    ).toEqual(Array(size.ownTrials).fill([true, []]))
    expect(outside, where).toEqual([])
    if (size.ownTrials === SPREAD)
      for (const { on, direction, lowMs, highMs } of windows) {
        const outages = trials.flatMap(({ flows }) =>
          flows.filter((flow) => flow.name === on && flow.direction === direction).map(({ outageMs }) => outageMs ?? 0),
        )
        const measured = `${String(Math.min(...outages))} to ${String(Math.max(...outages))} ms`
        console.info(`${lab} ${name} ${on} ${String(direction)}: ${measured} in [${String(lowMs)}, ${String(highMs)}]`)
      }
  }
  seen(summary, scratch.latest('journal.ndjson'))
}
