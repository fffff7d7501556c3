import { readRun } from './folder.ts'
import { mergeRuns } from './merge.ts'
import type { RunReport } from './run-event.ts'
import { summarize } from './summarize.ts'

/** @throws BackhoeError (64) where one of them is not the folder of a run, or where they are not of one run */
export function reportOf([first, ...rest]: readonly [string, ...string[]]): RunReport {
  const { folder, plan, events, meta } = mergeRuns([readRun(first), ...rest.map(readRun)])
  return { status: meta.status, folder, plan, journal: events, summary: summarize(plan, events, meta) }
}
