import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** `file:line` of what a path of keys names, as near as can be told. */
export type Place = (path: readonly string[]) => string | undefined

/** Looks into the file of a call site; where it cannot be read, every path lies at the call. */
export function placesFrom(callSite: string | undefined): Place {
  const site = /^(.*):(\d+)$/.exec(callSite ?? '')
  const [file, line] = [site?.[1], Number(site?.[2])]
  if (file === undefined) return () => undefined
  return (path) => `${file}:${path.length === 0 ? line : lineOf(linesOf(file), line, path)}`
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(resolve(file), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** The line on which the last key of the path that can be found stands, each looked for behind the one before; from `start`, 1-based. */
export function lineOf(lines: readonly string[], start: number, path: readonly string[]): number {
  let line = start
  let column = 0
  for (const key of path) {
    const found = findKey(lines, key, line, column)
    if (found === null) return line
    line = found.line
    column = found.column
  }
  return line
}

function findKey(
  lines: readonly string[],
  key: string,
  line: number,
  column: number,
): { line: number; column: number } | null {
  const escaped = key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("'", "\\\\?'")
  const pattern = new RegExp(`(?<![\\w$.])(?:'${escaped}'|"${escaped}"|\`${escaped}\`|${escaped})\\s*[:,}]`)
  for (let at = line; at <= lines.length; at++) {
    const text = lines[at - 1] ?? ''
    const from = at === line ? column : 0
    const match = pattern.exec(text.slice(from))
    if (match !== null) return { line: at, column: from + match.index + match[0].length }
  }
  return null
}
