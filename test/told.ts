import { renderProblems } from '../src/cli/output.ts'
import { BackhoeError } from '../src/model/problem.ts'

/** What a user is told: names of code and lines, not the lines of the test's own file, so that the text is the golden part. */
export function told(body: () => unknown): string {
  try {
    body()
  } catch (error) {
    if (error instanceof BackhoeError)
      return renderProblems(error.problems, { color: false, cwd: process.cwd() }).replace(
        /(--> test\/[\w./-]+\.test\.ts):\d+:\d+/g,
        '$1:LINE',
      )
    throw error
  }
  throw new Error('nothing was wrong')
}
