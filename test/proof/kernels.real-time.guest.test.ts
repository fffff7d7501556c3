import { expect, test } from 'vitest'
import { summarySchema, type Summary } from '../../src/report/schema.ts'
import { backhoe } from '../cli/backhoe.ts'
import { lostIn } from '../run/lost.ts'
import { Scratch } from '../run/scratch.ts'
import { size } from './size.ts'

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
  return summarySchema.parse(JSON.parse(scratch.latest('summary.json')))
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
      for (const window of windows) {
        for (const trial of trials) {
          if (window.highMs === null) continue
          const where = `${name}: ${window.on} ${window.direction ?? 'stall'}`
          const { lostMs, errorMs } = lostIn(trial, window)
          expect(lostMs + errorMs, where).toBeGreaterThanOrEqual(window.lowMs)
          expect(lostMs - errorMs, where).toBeLessThanOrEqual(window.highMs)
        }
      }
    }
  },
  900_000,
)
