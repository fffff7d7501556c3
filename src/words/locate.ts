import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** `file:line:column` of what a path of keys names, as near as can be told. */
export type Place = (path: readonly string[]) => string | undefined

/** A character of a file; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Looks into the file of a call site, `file:line:column`; what cannot be found there lies at the call. */
export function placesFrom(callSite: string | undefined): Place {
  const site = /^(.*?):(\d+):(\d+)$/.exec(callSite ?? '')
  const file = site?.[1]
  if (file === undefined) return () => undefined
  const call = { line: Number(site?.[2]), column: Number(site?.[3]) }
  return (path) => {
    const { line, column } = path.length === 0 ? call : positionOf(linesOf(file), call, path)
    return `${file}:${line}:${column}`
  }
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(resolve(file), 'utf8').split('\n')
  } catch {
    return []
  }
}

/**
 * Where the last key of the path that can be found stands, each looked for behind the one before, and all of them between the
 * parentheses of the call: what was written elsewhere, and handed over as a variable, is not found, and lies at the call.
 */
export function positionOf(lines: readonly string[], call: Position, path: readonly string[]): Position {
  const end = endOfCall(lines, call)
  let position = call
  let from = call
  for (const key of path) {
    const found = findKey(lines, key, from, end)
    if (found === null) return position
    position = found
    from = { line: found.line, column: found.column + key.length }
  }
  return position
}

function findKey(lines: readonly string[], key: string, from: Position, end: Position): Position | null {
  const escaped = key.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("'", String.raw`\\?'`)
  const bare = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `|${escaped}` : ''
  const pattern = new RegExp(`(?<![\\w$.])(?:'${escaped}'|"${escaped}"|\`${escaped}\`${bare})\\]?\\s*[:,}]`)
  for (let line = from.line; line <= Math.min(end.line, lines.length); line++) {
    const text = lines[line - 1] ?? ''
    const start = line === from.line ? from.column - 1 : 0
    const match = pattern.exec(line === end.line ? text.slice(start, end.column) : text.slice(start))
    if (match !== null) return { line, column: start + match.index + 1 }
  }
  return null
}

/** What may hide a parenthesis, and parentheses. */
const TOKENS = /\/\/.*|\/\*.*?\*\/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|[()]/g

/** The parenthesis that closes the call; the end of the file where there is none. */
function endOfCall(lines: readonly string[], call: Position): Position {
  let depth = 0
  for (let line = call.line; line <= lines.length; line++) {
    const start = line === call.line ? call.column - 1 : 0
    for (const token of (lines[line - 1] ?? '').slice(start).matchAll(TOKENS)) {
      if (token[0] === '(') depth += 1
      if (token[0] === ')') depth -= 1
      if (token[0] === ')' && depth <= 0) return { line, column: start + token.index + 1 }
    }
  }
  return { line: lines.length, column: (lines.at(-1) ?? '').length }
}
