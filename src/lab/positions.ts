import { SourceMap } from 'node:module'
import { createJiti } from 'jiti'
import type { JitiOptions, TransformOptions, TransformResult } from 'jiti'

interface Source {
  readonly map: SourceMap
  readonly lines: readonly string[]
}

/**
 * jiti removes types and rewrites imports: lines stay where they are, columns do not. This transform keeps the map of each
 * file, which the option `sourceMaps` gives, and every stack in this thread has from then on the columns of the source.
 */
export function transformWithPositions(
  file: string,
  options: JitiOptions,
): (given: TransformOptions) => TransformResult {
  const jiti = createJiti(file, options)
  const sources = new Map<string, Source>()
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${asWritten(frame as Frame, sources)}`)].join('\n')
  return (given) => {
    const code = jiti.transform(given)
    const map = /sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)/.exec(code)?.[1]
    if (given.filename !== undefined && map !== undefined) {
      const payload = JSON.parse(Buffer.from(map, 'base64').toString()) as ConstructorParameters<typeof SourceMap>[0]
      sources.set(given.filename, { map: new SourceMap(payload), lines: given.source.split('\n') })
    }
    return { code }
  }
}

interface Frame extends NodeJS.CallSite {
  toString(): string
}

function asWritten(frame: Frame, sources: ReadonlyMap<string, Source>): string {
  const text = frame.toString()
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()]
  const source = sources.get(frame.getFileName() ?? '')
  if (source === undefined || line === null || column === null) return text
  const entry = source.map.findEntry(line - 1, column - 1)
  if (!('originalLine' in entry)) return text
  const { originalLine, originalColumn } = entry
  // Of what was imported the map names the parenthesis.
  const before = (source.lines[originalLine] ?? '').slice(0, originalColumn)
  const name = source.lines[originalLine]?.[originalColumn] === '(' ? (/[\w$]*$/.exec(before)?.[0].length ?? 0) : 0
  return text.replace(`:${line}:${column}`, `:${originalLine + 1}:${originalColumn + 1 - name}`)
}
