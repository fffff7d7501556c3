import { BackhoeError, type Problem } from '../src/model/problem.ts'

/** What it throws; empty: nothing. */
export function problemsOf(act: () => unknown): readonly Problem[] {
  try {
    act()
    return []
  } catch (error) {
    if (error instanceof BackhoeError) return error.problems
    throw error
  }
}
