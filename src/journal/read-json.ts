import type { z } from 'zod'
import { fail, type FailureExit, type Problem } from '../model/problem.ts'

/** Of a file that is something else, so many lines say enough. */
const SHOWN = 3

/**
 * Parses a JSON text and checks it by a schema. `problem` is the error's head: it names the kind of file.
 * @throws BackhoeError with each path that is wrong
 */
export function readJson<Value>(
  text: string,
  where: string,
  schema: z.ZodType<Value>,
  problem: Pick<Problem, 'code' | 'what' | 'allowed' | 'next'>,
  exitCode: FailureExit = 64,
): Value {
  const refuse = (why: string): never => fail({ ...problem, what: `${problem.what}: ${why}`, where }, exitCode)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { issues } = result.error
  const more = issues.length > SHOWN ? [`${String(issues.length - SHOWN)} more`] : []
  return refuse([...issues.slice(0, SHOWN).map(issueText), ...more].join('; '))
}

/** `experiments.0.trials: expected number, received string`. */
const issueText = (issue: z.core.$ZodIssue): string =>
  [
    ...(issue.path.length === 0 ? [] : [issue.path.map(String).join('.')]),
    issue.message.replace('Invalid input: ', ''),
  ].join(': ')
