import { BackhoeError } from '../model/problem.ts'

/**
 * As `map`, and where several throw, with the problems of all: what is wrong with one experiment does not hide the next.
 * @throws BackhoeError with the exit code of the first
 */
export function each<From, To>(items: readonly From[], of: (item: From) => To): To[] {
  const errors: BackhoeError[] = []
  const found = items.flatMap((item) => {
    try {
      return [of(item)]
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      errors.push(error)
      return []
    }
  })
  const [first] = errors
  if (first === undefined) return found
  throw new BackhoeError(
    errors.flatMap(({ problems }) => problems),
    first.exitCode,
  )
}
