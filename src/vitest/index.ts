/*
 * The room of vitest: labs as tests in a user's own suite. The package's `backhoe-lab/vitest`.
 * It owns what is asked of a run there: a test for each target (`lab-tests.ts`), a run to look at (`lab-run.ts`), matchers (`matchers.ts`).
 * It never judges: every matcher asks the judge of all runs, so that a test and a report cannot disagree. What is unknown fails.
 * vitest is the user's: it is never bundled, since matchers are known to the copy of `expect` that has been told of them.
 * Begin here: importing this file registers the matchers.
 */
import { expect } from 'vitest'
import { matchers } from './matchers.ts'

export { labTest, labTests, runLab } from './lab-tests.ts'
export type { LabTestOptions } from './lab-tests.ts'
export type { ExperimentRun, FlowRun, LabRun, SessionRun } from './lab-run.ts'
export type { LabMatchers } from './matchers.ts'

expect.extend(matchers)
