import { isAbsolute, relative } from 'node:path'
import { BackhoeError } from '../model/problem.ts'
import type { FailureExit, Problem } from '../model/problem.ts'
import { paint, terminalStyle } from './terminal.ts'

export interface ProblemStyle {
  readonly color: boolean
  /** Files below it are shown relative to it. */
  readonly cwd: string
}

/** All problems, one block each, the same text for the same input. */
export function renderProblems(
  problems: readonly Problem[],
  style: ProblemStyle,
  level: 'error' | 'warning' = 'error',
): string {
  return problems.map((problem) => renderProblem(problem, style, level)).join('\n')
}

function renderProblem(problem: Problem, style: ProblemStyle, level: 'error' | 'warning'): string {
  const p = paint(style.color)
  const head = level === 'error' ? p.red(`error[${problem.code}]`) : p.yellow(`warning[${problem.code}]`)
  const lines = [`${head}: ${p.bold(indentRest(problem.what))}`]
  if (problem.where !== undefined) lines.push(`  ${p.dim('-->')} ${shortPath(problem.where, style.cwd)}`)
  if (problem.caret !== undefined) {
    const { text, column, length } = problem.caret
    lines.push(
      `   ${p.dim('|')}  ${text}`,
      `   ${p.dim('|')}  ${' '.repeat(column)}${p.red('^'.repeat(Math.max(1, length)))}`,
    )
  }
  if (problem.allowed !== undefined) lines.push(`  allowed: ${indentRest(problem.allowed)}`)
  if (problem.next !== undefined) lines.push(`  next: ${indentRest(shortenPaths(problem.next, style.cwd))}`)
  return `${lines.join('\n')}\n`
}

const indentRest = (text: string): string => text.replaceAll('\n', '\n    ')

/** `/home/me/labs/x.lab.ts:12` → `labs/x.lab.ts:12` below the working directory. */
function shortPath(where: string, cwd: string): string {
  if (!isAbsolute(where)) return where
  const path = relative(cwd, where)
  return path === '' || path.startsWith('..') ? where : path
}

/** A path begins a word: what is within one, as in a web address, is none of ours. */
const shortenPaths = (text: string, cwd: string): string =>
  cwd === '/' ? text : text.replaceAll(new RegExp(`(?<![^\\s'"(=])${escaped(cwd)}/`, 'g'), '')

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Prints whatever was thrown, for people, and says with which code the command ends. */
export function reportFailure(error: unknown, stream: NodeJS.WriteStream = process.stderr): FailureExit {
  const style = { color: terminalStyle(stream).color, cwd: process.cwd() }
  if (error instanceof BackhoeError) {
    stream.write(renderProblems(error.problems, style))
    return error.exitCode
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  stream.write(
    renderProblems(
      [
        {
          code: 'backhoe-failed',
          what,
          next: 'this is a defect of Backhoe: report it with the lab and the lines above',
        },
      ],
      style,
    ),
  )
  return 70
}

/** Of reporters that failed; null: none did. */
export function reportProblems(problems: readonly Problem[]): FailureExit | null {
  if (problems.length === 0) return null
  process.stderr.write(renderProblems(problems, { color: terminalStyle(process.stderr).color, cwd: process.cwd() }))
  return 70
}

/** Warnings go to stderr, so that what a program reads stays clean. */
export function printWarnings(warnings: readonly Problem[], stream: NodeJS.WriteStream = process.stderr): void {
  if (warnings.length === 0) return
  stream.write(renderProblems(warnings, { color: terminalStyle(stream).color, cwd: process.cwd() }, 'warning'))
}
