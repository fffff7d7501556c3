import { readFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Skips that are expected, one full test name or `because REASON` a line; any other fails the run. */
const KNOWN = new URL('./known-skips.txt', import.meta.url)

/** Closes a run with `N passed, N failed, N skipped`, and fails on a skip that nobody has agreed to. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    const known = new Set(
      readFileSync(KNOWN, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#')),
    )
    const unknown: TestCase[] = []
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      if (tests.length === 0) count.failed += module.errors().length
      for (const test of tests) {
        const { state } = test.result()
        if (state === 'passed') count.passed += 1
        else if (state === 'failed') count.failed += 1
        else {
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
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}

function skipNote(test: TestCase): string {
  const result = test.result()
  return result.state === 'skipped' ? (result.note ?? 'no reason given') : ''
}
