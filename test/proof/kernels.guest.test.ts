import { expect, test } from 'vitest'
import { backhoe } from '../cli/backhoe.ts'
import { Scratch } from '../run/scratch.ts'
import { size } from './size.ts'

interface Summary {
  readonly experiments: readonly {
    readonly name: string
    readonly windows: readonly { on: string; direction: string; lowMs: number; highMs: number | null }[]
    readonly trials: readonly {
      readonly flows: readonly { name: string; direction: string; outageMs: number | null; errorMs: number }[]
    }[]
    readonly targets: readonly { readonly on: string; readonly text: string; readonly verdict: string }[]
  }[]
}

/** Real time takes its time: the short form has the lab of the demo and the one whose verdicts differ among themselves. */
const LABS = size.realTimeLabs

async function summaryOf(lab: string, kernel: 'virtual' | 'uml'): Promise<Summary> {
  using scratch = new Scratch()
  await backhoe([
    'run',
    `labs/${lab}.lab.ts`,
    '--kernel',
    kernel,
    '--seed',
    '5',
    '--trials',
    '2',
    '--out',
    scratch.path,
  ])
  return JSON.parse(scratch.latest('summary.json')) as Summary
}

interface Said {
  readonly target: string
  readonly verdict: string
}

const verdicts = ({ experiments }: Summary): Said[] =>
  experiments.flatMap(({ name, targets }) =>
    targets.map(({ on, text, verdict }) => ({ target: `${name}: ${on} ${text}`, verdict })),
  )

// Real time has errors of its own, which each measure states; the timers are the same, and so must the verdicts be.
// A busy machine may leave a verdict undecided there, and it says so; in the short form, which runs on whatever machine
// there is, that is no failure, a verdict that contradicts the other kernel's is.
test.each(LABS)(
  '%s: both kernels give the same verdicts, and real time stays inside the windows',
  async (lab) => {
    const virtual = await summaryOf(lab, 'virtual')
    const uml = await summaryOf(lab, 'uml')
    const expected = verdicts(virtual)
    const said = verdicts(uml).map((one, index) =>
      one.verdict === 'unknown' && !size.quietMachine ? { ...one, verdict: expected[index]?.verdict ?? '' } : one,
    )
    expect(said).toEqual(expected)
    for (const { name, windows, trials } of uml.experiments) {
      for (const { on, direction, lowMs, highMs } of windows) {
        for (const { flows } of trials) {
          const flow = flows.find((one) => one.name === on && one.direction === direction)
          const { outageMs, errorMs } = { outageMs: flow?.outageMs ?? 0, errorMs: flow?.errorMs ?? 0 }
          if (highMs === null) continue
          expect(outageMs + errorMs, `${name}: ${on} ${direction}`).toBeGreaterThanOrEqual(lowMs)
          expect(outageMs - errorMs, `${name}: ${on} ${direction}`).toBeLessThanOrEqual(highMs)
        }
      }
    }
  },
  900_000,
)
