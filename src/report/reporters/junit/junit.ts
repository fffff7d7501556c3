import junit from 'junit-report-builder'
import type { Builder } from 'junit-report-builder'
import type { Summary } from '../../schema.ts'
import { costText, targetDetails } from '../../target-details.ts'

// Its types describe a default export; what Node loads is the builder itself.
const builder = junit as unknown as Builder

/**
 * `junit.xml`: one suite an experiment, one case a target; missed is a failure, unknown an error, nothing is skipped.
 * Without time stamps and host names, so that the same summary gives the same bytes.
 */
export function renderJunit(summary: Summary): string {
  const report = builder.newBuilder()
  for (const experiment of summary.experiments) {
    const suite = report.testSuite().name(`${summary.lab}: ${experiment.name}`)
    for (const target of experiment.targets) {
      const testCase = suite
        .testCase()
        .className(`${summary.lab}.${experiment.name}`)
        .name(`${target.on}: ${target.text}`)
      // A promise that is kept has no text of its own: what its return cost is not hidden for that.
      if (target.verdict === 'met' && target.returned?.isUnbound === true) testCase.standardOutput(costText(target))
      const message = `${target.on}: ${target.text}: ${target.measured}`
      if (target.verdict === 'missed')
        testCase.failure(message, 'missed').stacktrace(targetDetails(summary, experiment, target))
      if (target.verdict === 'unknown')
        testCase.error(`${message}; ${target.because.text}`, 'unknown', targetDetails(summary, experiment, target))
    }
  }
  return `${report.build()}\n`
}
