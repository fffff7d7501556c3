import { readFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Skips that are expected, one full test name or `because REASON` a line; any other fails the run. */
const KNOWN = new URL('./known-skips.txt', import.meta.url)

/** Closes a run with what failed and `N passed, N failed, N skipped`, and fails on a skip that nobody has agreed to. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    const known = new Set(
      readFileSync(KNOWN, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#')),
    )
    const unknown: TestCase[] = []
    const failed: string[] = []
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      if (tests.length === 0) {
        count.failed += module.errors().length
        failed.push(
          ...module.errors().map((error) => `failed: ${module.relativeModuleId}: ${firstLine(error.message)}`),
        )
      }
      for (const test of tests) {
        const { state } = test.result()
        if (state === 'passed') count.passed += 1
        else if (state === 'failed') {
          count.failed += 1
          failed.push(
            `failed: ${module.relativeModuleId}: ${test.fullName}: ${firstLine(test.result().errors?.[0]?.message)}`,
          )
        } else {
          count.skipped += 1
          const reason = test.result().state === 'skipped' ? skipNote(test) : 'never ran'
          console.log(`skipped: ${test.fullName}: ${reason}`)
          if (!known.has(test.fullName) && !known.has(`because ${reason}`)) unknown.push(test)
        }
      }
    }
    for (const test of unknown) console.log(`not on the list of known skips: ${test.fullName}`)
    if (unknown.length > 0) {
      count.failed += unknown.length
      process.exitCode = 1
    }
    // The last lines of a log are those that are kept and read.
    for (const line of [...slowestFiles(modules), ...failed]) console.log(line)
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}

/** The ten files that took longest, the slowest first: what a shorter run has to begin with. */
function slowestFiles(modules: readonly TestModule[]): string[] {
  const files = modules.map((module) => ({ name: module.relativeModuleId, ms: module.diagnostic().duration }))
  const slowest = files.toSorted((a, b) => b.ms - a.ms).slice(0, 10)
  return slowest.map(({ name, ms }) => `slow: ${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`)
}

const firstLine = (text = 'no message'): string => text.split('\n')[0] ?? text

function skipNote(test: TestCase): string {
  const result = test.result()
  return result.state === 'skipped' ? (result.note ?? 'no reason given') : ''
}
