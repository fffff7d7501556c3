/** One thing that is wrong with what a user gave us, and what to do about it. */
export interface Problem {
  /** Kebab-case and stable: `unknown-node`, `bad-duration`. */
  readonly code: string
  readonly what: string
  /** `file:line` for labs, `file:line:col` for YAML and JSON. */
  readonly where?: string
  /** What is allowed here, or the nearest name. */
  readonly allowed?: string
  /** The next command or edit. */
  readonly next?: string
  /** The text that holds the error, and where in it. */
  readonly caret?: { readonly text: string; readonly column: number; readonly length: number }
}

/** sysexits(3): 64 bad input, 69 nothing can run here, 70 Backhoe failed; as a shell: 126 a command cannot run, 130 interrupted. */
export type FailureExit = 64 | 69 | 70 | 126 | 130

/** Every problem of one input at once. */
export class BackhoeError extends Error {
  readonly problems: readonly Problem[]
  readonly exitCode: FailureExit

  constructor(problems: readonly Problem[], exitCode: FailureExit = 64) {
    super(problems.map((problem) => `${problem.code}: ${problem.what}`).join('\n'))
    this.name = 'BackhoeError'
    this.problems = problems
    this.exitCode = exitCode
  }
}

export function fail(problem: Problem, exitCode: FailureExit = 64): never {
  throw new BackhoeError([problem], exitCode)
}

/** Throws all of them at once, or nothing where there are none. */
export function throwProblems(problems: readonly Problem[], exitCode: FailureExit = 64): void {
  if (problems.length > 0) throw new BackhoeError(problems, exitCode)
}
