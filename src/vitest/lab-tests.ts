import { basename, join } from 'node:path'
import { beforeAll, describe, test, type TestContext } from 'vitest'
import type { Lab } from '../model/lab.ts'
import { run } from '../run/api.ts'
import { chosenBy } from '../run/only.ts'
import type { RunOptions } from '../run/options.ts'
import { targetDetails } from '../report/target-details.ts'
import { LabRun } from './lab-run.ts'

/** How a lab is run for tests: as of `run`; `name` is by default that of the lab's file. */
export type LabTestOptions = Omit<RunOptions, 'trial'>

/**
 * One test for each target of a lab, below a `describe` for each experiment. Targets are known while tests are collected, and nothing runs
 * then: `vitest list` and `-t` see them all. The lab runs once, before the first of them, for as long as it takes: every wait of a run is bounded.
 *
 * ```ts
 * import lab from './pair.lab.ts'
 * labTests(lab, { trials: 20, seed: 1 })
 * ```
 */
export function labTests(lab: Lab, options: LabTestOptions = {}): void {
  const name = options.name ?? nameOf(lab)
  const chosen = chosenBy(options.only ?? null, lab.experiments)
  describe(name, () => {
    let ran: LabRun | null = null
    beforeAll(async () => {
      ran = await runLab(lab, options)
    }, FOR_EVER)
    // Where `only` names none, the run says so.
    for (const experiment of chosen.length === 0 ? lab.experiments : chosen)
      describe(experiment.name, () => {
        for (const [number, { on, text }] of experiment.targets.entries())
          test(`${on} ${text}`, async (context) => {
            if (ran === null) throw new Error('the lab has not run')
            await annotate(context, ran)
            const { summary } = ran.experiment(experiment.name)
            const target = summary.targets[number]
            if (target?.verdict === 'met') return
            const details = target === undefined ? 'it was not judged' : targetDetails(ran.summary, summary, target)
            throw new Error(`${target?.verdict ?? 'unknown'}: ${on}: ${text}: ${target?.measured ?? ''}\n${details}`)
          })
      })
  })
}

/** A test without a limit of time of its own, for one that runs a lab by `runLab`: every wait of a run is bounded. */
export function labTest(name: string, body: (context: TestContext) => Promise<void>): void {
  test(name, { timeout: FOR_EVER }, body)
}

/**
 * Runs a lab to its end, for the matchers. `lab`: what `defineLab` returned, or the path of a file.
 * @throws BackhoeError as `run` does, and what ended a run half-way
 */
export async function runLab(lab: Lab | string, options: LabTestOptions = {}): Promise<LabRun> {
  const named =
    typeof lab === 'string' ? run(lab, options) : run(lab, { ...options, name: options.name ?? nameOf(lab) })
  const { failure, ...report } = await named.result
  if (failure !== null) throw failure.error
  return new LabRun(report, typeof lab === 'string' ? '' : fileOf(lab))
}

/** vitest's word for no limit. */
const FOR_EVER = 0

/** By the place of its first experiment. */
const placeOf = (lab: Lab): string => lab.experiments[0]?.where?.replace(/(:\d+)+$/, '') ?? 'lab'

/** `labs/pair.lab.ts`, which the command can run; a lab within a test has none. */
const fileOf = (lab: Lab): string => (/\.lab\.[cm]?[jt]s$/.test(placeOf(lab)) ? placeOf(lab) : '')

const nameOf = (lab: Lab): string => basename(placeOf(lab)).replace(/(\.(lab|test|spec))?\.[^.]+$/, '')

const annotate = async (context: TestContext, { report }: LabRun): Promise<void> => {
  await context.annotate(`report ${join(report.folder, 'report.html')}`)
}
