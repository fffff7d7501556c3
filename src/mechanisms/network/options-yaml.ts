import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import { placeIn, type OwnFile } from '../../model/own-file.ts'
import type { Problem } from '../../model/problem.ts'

/** A value of a YAML file: its text, items or settings, whichever it has. */
export interface YamlValue {
  /** Of a scalar, as it stands there; null: it is none. */
  readonly text: string | null
  readonly items: readonly YamlValue[]
  readonly settings: readonly YamlSetting[]
  readonly where: string
}

/** `key: value`; `where`: of the key. */
export interface YamlSetting {
  readonly key: string
  readonly value: YamlValue
  readonly where: string
}

/** As netplan takes them. */
export const isTrue = (text: string | null | undefined): boolean => /^(true|on|yes|y)$/i.test(text ?? '')
export const isFalse = (text: string | null | undefined): boolean => /^(false|off|no|n)$/i.test(text ?? '')

/** The top of a file; what is no YAML is reported, and empty. */
export function readYaml(file: OwnFile, report: (problem: Problem) => void): YamlValue {
  const lines = new LineCounter()
  const document = parseDocument(file.text, { lineCounter: lines, uniqueKeys: false })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return placeIn(file, Math.max(1, line), Math.max(1, col))
  }
  for (const { message, pos } of document.errors)
    report({ code: 'bad-yaml', what: message.split('\n')[0]?.replace(/ at line.*/, '') ?? '', where: place(pos[0]) })
  return valueOf(document.errors.length > 0 ? null : document.contents, document, place)
}

function valueOf(given: unknown, document: Document.Parsed, place: (offset: number) => string): YamlValue {
  const node = isAlias(given) ? given.resolve(document) : (given as Node | null)
  const where = place((given as Node | null)?.range?.[0] ?? 0)
  const value = (one: unknown): YamlValue => valueOf(one, document, place)
  return {
    text: isScalar(node) ? (node.source ?? '') : null,
    items: isSeq(node) ? node.items.map(value) : [],
    settings: isMap(node)
      ? node.items.map(({ key, value: one }) => ({
          key: value(key).text ?? '',
          value: value(one),
          where: value(key).where,
        }))
      : [],
    where,
  }
}
