import type { RunTrial } from '../run.ts'
import { isInconclusive } from './inconclusive.ts'
import type { Examined, Finding, Oracle } from './finding.ts'

/** No guest dies, hangs or ends with an error of ours. */
export const failures: Oracle = (examined) =>
  everyRun(examined).flatMap(({ index, failure }): Finding[] =>
    failure === null || isInconclusive(examined, failure.code)
      ? []
      : [{ kind: `failure ${failure.code}`, trial: index, text: `${failure.code}: ${failure.what}` }],
  )

const everyRun = ({ trials, control, again, captured }: Examined): readonly RunTrial[] =>
  [...trials, control, again, captured].filter((one) => one !== null)
